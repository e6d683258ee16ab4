import fc from 'fast-check';
import { bytesOf, countOf, flagOf, numberOf } from '../../../../lib/targets/compose/base-file/amount';
import type { BaseNode } from '../../../../lib/targets/compose/base-file/node';
import { readTree } from '../../../../lib/targets/compose/base-file/tree';

const node = (text: string): BaseNode | undefined =>
  readTree(`- ${text}`, 'base.yml').documents.flatMap((list) => (list.kind === 'list' ? list.items : []))[0];

it.each([
  ['512m', 536_870_912],
  ['512M', 536_870_912],
  ['512mb', 536_870_912],
  ['512 mib', 536_870_912],
  ['0.5g', 536_870_912],
  ['.5g', 536_870_912],
  ['1GB', 1_073_741_824],
  ['1gib', 1_073_741_824],
  ['524288k', 536_870_912],
  ['536870912', 536_870_912],
  ['"536870912"', 536_870_912],
  ['536870912b', 536_870_912],
  ['1p', 2 ** 50],
  ['99999999999t', 99_999_999_999 * 2 ** 40],
  ['536_870_912', 536_870_912],
  ['"536_870_912"', 536_870_912],
  ['1_0.5k', 10_752],
  ['"1e3k"', 1_024_000],
  ['"1E+10"', 1e10],
  ['"25e-1k"', 2560],
  ['".25k"', 256],
  ['"0"', 0],
  ['-1', -1],
  ['1.5e9', 0],
  ['null', 0],
])('reads %s as Compose reads a size', (text, bytes) => {
  expect(bytesOf(node(text))).toBe(bytes);
});

it.each(['lots', '5x', '1.2.3', '-5m', 'm', '5mbb', '5 m b', '1e', '_1k', '1__0k'])('says that %s is no size', (text) => {
  expect(bytesOf(node(text))).toBe('wrong');
});

it.each(['"${MEM}"', '"${MEM:-512m}"', '$MEM'])('does not guess %s', (text) => {
  expect([bytesOf(node(text)), numberOf(node(text)), countOf(node(text)), flagOf(node(text))]).toEqual(Array(4).fill('unknown'));
});

it('takes underscores in quotes for part of a size or a fraction, not of a whole number', () => {
  expect([numberOf(node('"1_0"')), countOf(node('"1_0"')), countOf(node('1_0'))]).toEqual([10, 'wrong', 10]);
});

it.each([
  ['12.5', 12.5],
  ['+2.', 2],
  ['-1', -1],
  ['.25', 0.25],
  ['1e3', 1000],
  ['2E+10', 2e10],
  ['25e-1', 2.5],
])('reads %s in quotes as a number', (text, number) => expect(numberOf(node(`"${text}"`))).toBe(number));

it.each(['x1', '1x', '.', 'e3', '1e', '1ee3', '.x', '1 2', ''])('says that %j in quotes is no number', (text) => {
  expect(numberOf(node(`"${text}"`))).toBe('wrong');
});

it('reads numbers, whole numbers and flags in quotes as well', () => {
  expect([numberOf(node('"0.50"')), numberOf(node('1')), numberOf(node('x')), numberOf(undefined)]).toEqual([0.5, 1, 'wrong', 0]);
  expect([countOf(node('"3"')), countOf(node('3.5'))]).toEqual([3, 'wrong']);
  expect([
    flagOf(node('"Yes"')),
    flagOf(node('true')),
    flagOf(node('off')),
    flagOf(node('maybe')),
    flagOf(node('constructor')),
    flagOf(undefined),
  ]).toEqual([true, true, false, 'wrong', 'wrong', false]);
});

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const scalar = { kind: 'scalar', offset: 0, value: text, text } as const;
      for (const read of [bytesOf, numberOf, countOf]) expect(['number', 'string']).toContain(typeof read(scalar));
    }),
  );
});
