import { Command, Option } from 'commander';
import { isAllowed, namesOf, type Report } from '../diff/report';
import { ExitCode } from '../exit-code';
import { nearest } from '../nearest';
import { UsageError } from '../problem';
import { shown } from '../text';
import { everyWarning } from './checked';
import type { Context, Finish } from './context';
import type { DiffOptions } from './diff-report';
import { withPlanOptions } from './plan-options';

/** `fmsynth diff`: what a change means. */
export const diffCommand = (context: Context, finish: Finish): Command =>
  withPlanOptions(
    context,
    new Command('diff').description('print what a change means: sizes, restarts, rights, findings; exit 3 if there is one'),
  )
    .option(
      '--against <base>',
      'what to compare with: git:REF, for what is committed in dist/ there, or git:REF:FOLDER, from the root of the repository; dir:PATH, for a folder of outputs or one of them; cluster, for what runs',
      'git:HEAD',
    )
    .option('--all [folder]', 'every profile in a folder, and those that the base has besides; without a folder, those in profiles/')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'markdown', 'json']).default('text'))
    .option('--summary', 'a paragraph for each profile, and no more')
    .option('--unified', 'the lines that differ, as git diff shows them')
    .option(
      '--allow <code:subject>',
      'accept one destructive change by its name, such as disk-shrinks:StatefulSet/NAME, or PROFILE/disk-shrinks:StatefulSet/NAME of one profile alone; repeatable',
      (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value],
      [],
    )
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} diff --profile ${context.application.examples.cluster}
  ${context.program} diff --all --against git:main --format markdown
  ${context.program} diff --profile ${context.application.examples.cluster} --set ${context.application.examples.change} --summary
  ${context.program} diff --profile ${context.application.examples.laptop} --against dir:DIR`,
    )
    .action(async (options: DiffOptions) => {
      refuseContradictions(options);
      const allowed = await allowedBy(options.allow, context);
      const { reportOf } = await import('./diff-report');
      const report = await reportOf(options, allowed, context);
      context.terminal.out(await rendered(report, options, context));
      for (const name of unused(report)) context.terminal.err(`--allow ${shown(name)}: nothing of that name is in this change\n`);
      finish(verdict(report));
    });

/** @throws UsageError for flags that cannot be meant together */
function refuseContradictions({ all, profile, set, fit, summary, unified, format }: DiffOptions): void {
  if (all !== undefined && profile !== undefined) throw new UsageError('--all and --profile contradict each other: give one');
  if (all !== undefined && (set.length > 0 || fit !== undefined))
    throw new UsageError('--set and --fit change one profile: give --profile');
  if (summary && unified) throw new UsageError('--summary and --unified contradict each other: give one');
  if ((summary || unified) && format !== 'text') throw new UsageError(`--${summary ? 'summary' : 'unified'} is a text: leave out --format`);
}

/** @throws UsageError for what is no code of a change with a subject */
async function allowedBy(names: readonly string[], context: Context): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const codes = (await everyWarning(context)).flatMap(({ explanations }) => Object.keys(explanations));
  for (const name of names) {
    const [, code = name, subject] = /^(?:[^:/]+\/)?([^:]*):(.+)$/s.exec(name) ?? [];
    if (!codes.includes(code)) {
      const guess = nearest(code, codes);
      throw new UsageError(
        `--allow ${shown(name)}: no such code${guess === undefined ? `: one of ${codes.join(', ')}` : `, did you mean ${guess}?`}`,
      );
    }
    if (subject === undefined)
      throw new UsageError(`--allow ${shown(name)}: expected code:subject, as the change is called in the output, or profile/code:subject`);
  }
  return new Set(names);
}

async function rendered(report: Report, { format, summary, unified }: DiffOptions, { terminal }: Context): Promise<string> {
  if (unified) return (await import('../diff/unified')).asUnified(report);
  const { wrap } = await import('../wrap');
  if (summary)
    return (await import('../diff/summary'))
      .asSummary(report)
      .split('\n')
      .map((line) => wrap(line, terminal.outWidth))
      .join('\n');
  switch (format) {
    case 'text':
      return (await import('../diff/text')).asText(report, { colors: terminal.outColors, width: terminal.outWidth });
    case 'markdown':
      return (await import('../diff/markdown')).asMarkdown(report);
    case 'json':
      return (await import('../diff/json')).asJson(report);
  }
}

const warningsIn = ({ changes }: Report) => changes.flatMap((change) => change.meaning.warnings.map((warning) => ({ change, warning })));

function unused(report: Report): readonly string[] {
  const names = new Set(warningsIn(report).flatMap(({ change, warning }) => namesOf(change, warning)));
  return [...report.allowed].filter((name) => !names.has(name));
}

function verdict(report: Report): ExitCode {
  if (warningsIn(report).some(({ change, warning }) => !isAllowed(report, change, warning))) return ExitCode.destructive;
  return report.changes.length > 0 ? ExitCode.drift : ExitCode.ok;
}
