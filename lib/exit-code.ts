/** What the program's exit says. Where several apply, the first of 70, 2, 1, 5, 4, 6, 3. */
export const ExitCode = {
  ok: 0,
  badInput: 1,
  usage: 2,
  drift: 3,
  findings: 4,
  doesNotFit: 5,
  destructive: 6,
  defect: 70,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What each means, for `--help` and the documents. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'ok',
  1: 'bad input: a profile, a base file or an output folder',
  2: 'usage: the command line makes no sense',
  3: 'difference: files (synth --check, verify), or their meaning (diff)',
  4: 'findings: an error that is not accepted, or a warning under --strict',
  5: 'does not fit: more memory is needed than the machine has',
  6: 'destructive: an apply refuses a change, or destroys data (diff)',
  70: 'a defect of this program',
};

export const SEVERAL_EXIT_CODES = 'Where several apply, the first of 70, 2, 1, 5, 4, 6, 3.';
