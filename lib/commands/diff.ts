import { dirname, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Report } from '../diff/report';
import type { Base } from '../diff/source';
import { ExitCode } from '../exit-code';
import { isRemote } from '../local-path';
import { nearest } from '../nearest';
import { UsageError } from '../problem';
import { shown } from '../text';
import type { Context, Finish } from './context';
import { type PlanOptions, withPlanOptions } from './plan-options';
import { defaultOutput } from './profiles';

export interface DiffOptions extends PlanOptions {
  readonly against: string;
  /** Every profile in a folder; true for those that are shipped. */
  readonly all?: string | true;
  readonly format: 'text' | 'markdown' | 'json';
  readonly summary?: boolean;
  readonly unified?: boolean;
  readonly allow: readonly string[];
}

/** `fmsynth diff`: what a change means. */
export const diffCommand = (context: Context, finish: Finish): Command =>
  withPlanOptions(new Command('diff').description('print what a change means: sizes, restarts, rights, findings; exit 3 if there is one'))
    .option(
      '--against <base>',
      'what to compare with: git:REF, for what is committed in dist/ there; dir:PATH, for a folder of outputs or one of them; cluster, for what runs',
      'git:HEAD',
    )
    .option('--all [folder]', 'every profile in a folder, and those that the base has besides; without a folder, those in profiles/')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'markdown', 'json']).default('text'))
    .option('--summary', 'a paragraph for each profile, and no more')
    .option('--unified', 'the lines that differ, as git diff shows them')
    .option(
      '--allow <code:subject>',
      'accept one destructive change by its name, such as container-data-lost:evidence; repeatable',
      (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value],
      [],
    )
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} diff --profile cluster
  ${context.program} diff --all --against git:main --format markdown
  ${context.program} diff --profile cluster --set services.agent.replicas.max=12 --summary
  ${context.program} diff --profile cluster --against dir:dist/cluster-small`,
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
async function allowedBy(names: readonly string[], { targets }: Context): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const chapters = (await Promise.all(targets.map((target) => target.warnings?.() ?? []))).flat();
  const codes = chapters.flatMap(({ explanations }) => Object.keys(explanations));
  for (const name of names) {
    const [, code = name, subject] = /^([^:]*):(.+)$/s.exec(name) ?? [];
    if (!codes.includes(code)) {
      const guess = nearest(code, codes);
      throw new UsageError(
        `--allow ${shown(name)}: no such code${guess === undefined ? `: one of ${codes.join(', ')}` : `, did you mean ${guess}?`}`,
      );
    }
    if (subject === undefined) throw new UsageError(`--allow ${shown(name)}: expected code:subject, as the change is called in the output`);
  }
  return new Set(names);
}

/**
 * What `--against` names.
 *
 * @param single whether it may be the output of one profile
 * @returns undefined for what runs
 * @throws UsageError if it names nothing that can be compared with
 */
export async function baseOf(against: string, single: boolean, context: Context): Promise<Base | undefined> {
  const { targets, cwd } = context;
  if (against === 'cluster') return undefined;
  const [, kind, where = ''] = /^(git|dir):(.*)$/s.exec(against) ?? [];
  if (kind === undefined || where === '' || isRemote(where))
    throw new UsageError(`--against: expected git:REF, dir:PATH or cluster, got ${isRemote(against) ? 'a URL' : shown(against)}`);
  const { baseInFolder, baseInGit } = await import('../diff/source');
  if (kind === 'dir') return baseInFolder(resolve(cwd, where), where, targets, single);
  const folder = dirname(defaultOutput('any', context));
  return baseInGit(where, dirname(folder), relative(dirname(folder), folder), targets);
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

const namesIn = ({ changes }: Report): readonly string[] =>
  changes.flatMap(({ meaning }) => meaning.warnings.map(({ code, subject }) => `${code}:${subject}`));

const unused = (report: Report): readonly string[] => [...report.allowed].filter((name) => !namesIn(report).includes(name));

function verdict(report: Report): ExitCode {
  if (namesIn(report).some((name) => !report.allowed.has(name))) return ExitCode.destructive;
  return report.changes.length > 0 ? ExitCode.drift : ExitCode.ok;
}
