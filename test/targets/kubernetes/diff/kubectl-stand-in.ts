import { Kubectl } from '../../../../lib/targets/kubernetes/diff/kubectl';

/** What kubectl answers to the first command that has these words in it. */
export interface Answer {
  readonly to: RegExp;
  readonly says?: unknown;
  readonly fails?: string;
}

/** Answers in the place of kubectl, from a list, and returns what is asked: a line for each command, with what it gets to read. */
export function kubectlSays(answers: readonly Answer[]): readonly string[] {
  const asked: string[] = [];
  jest.spyOn(Kubectl.prototype, 'run').mockImplementation((args, input) => {
    const line = `${args.join(' ')} ${input === undefined ? '' : JSON.stringify(input)}`;
    asked.push(line);
    const { says = '', fails } = answers.find(({ to }) => to.test(line)) ?? { says: '' };
    return { ok: fails === undefined, stdout: typeof says === 'string' ? says : JSON.stringify(says), stderr: fails ?? '' };
  });
  return asked;
}
