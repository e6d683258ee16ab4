import { describeProblems, InputError, type Problem } from '../lib/problem';

const at = (file: string, line: number, column: number, message: string): Problem => ({
  source: { kind: 'file', file, line, column },
  message,
});

it('tells what is wrong file by file, in the order of each, each thing once', () => {
  const problems = [
    at('b', 2, 1, 'x'),
    at('a', 1, 9, 'y'),
    at('b', 1, 1, 'z'),
    at('a', 1, 10, 'y'),
    at('b', 2, 1, 'x'),
    { message: 'first' },
  ];
  expect(describeProblems(problems)).toEqual(['first', 'b:1:1: z', 'b:2:1: x', 'a:1:9: y', 'a:1:10: y']);
});

it('counts what nobody would read', () => {
  const lines = describeProblems(Array.from({ length: 100_000 }, (_, line) => at('a', line, 1, 'x')));
  expect(lines).toHaveLength(51);
  expect(lines.at(-1)).toBe('and 99950 more');
  expect(describeProblems(Array.from({ length: 50 }, (_, line) => at('a', line, 1, 'x')))).toHaveLength(50);
});

it('holds no endless message', () => {
  expect(new InputError(Array.from({ length: 100_000 }, () => ({ message: 'x' }))).message.length).toBeLessThan(1000);
});
