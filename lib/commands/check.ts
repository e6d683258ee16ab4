import { Command, Option } from 'commander';
import { version } from '../../package.json';
import type { Finding } from '../checks/finding';
import type { Plan } from '../plan/plan';
import { UsageError } from '../problem';
import type { Compared } from '../targets/target';
import { wrap } from '../wrap';
import { checked, everyChapter } from './checked';
import type { Context, Finish } from './context';
import { verdict } from './findings-text';
import { mayAsk, type Planned, type PlanOptions, planOf, withPlanOptions } from './plan-options';

interface CheckOptions extends PlanOptions {
  readonly base?: string;
  readonly strict?: boolean;
  readonly verbose?: boolean;
  readonly format: 'text' | 'json' | 'github' | 'sarif';
}

/** `fmsynth check`: findings only. */
export const checkCommand = (context: Context, finish: Finish): Command =>
  withPlanOptions(context, new Command('check').description('print findings about a profile: fit, hazards, budgets'))
    .option('--base <file|->', basesOf(context))
    .option('--strict', 'warnings fail too')
    .option('--verbose', 'show what is accepted, each with its reason')
    .addOption(new Option('--format <format>', 'how to print the findings').choices(['text', 'json', 'github', 'sarif']).default('text'))
    .addHelpText(
      'after',
      `
It checks the profile. synth --check compares files with what the profile
gives, and verify compares files with the digests in them.

Examples:
  ${context.program} check --profile ${context.application.examples.laptop}
  ${context.program} check --profile ${context.application.examples.cluster} --verbose
${baseExamples(context)}  ${context.program} check --profile ${context.application.examples.laptop} --strict --format github`,
    )
    .action(async (options: CheckOptions) => {
      const planned = await planOf(options, context);
      const { plan, target } = planned;
      const base = options.base === undefined ? undefined : await compared(planned, options.base, context);
      const findings = await checked(planned, context, base?.findings);
      const { out, err } = context.terminal;
      out(await rendered(findings, plan, options, context));
      const { unknown } = await target.totals(plan);
      if (unknown !== undefined && options.format === 'text') err(`${wrap(`not computed: ${unknown}`, context.terminal.errWidth, 2)}\n`);
      if (base !== undefined) (options.format === 'text' ? out : err)(base.agreement(findings));
      if (mayAsk(options, context)) await target.advise?.(plan, context);
      finish(verdict(findings, options.strict));
    });

/** Which files `--base` takes. */
const basesOf = ({ targets, application }: Context): string =>
  targets.flatMap(({ base }) => base?.described(application.title) ?? []).join('; ');

/** A line for each example with `--base`. */
const baseExamples = ({ targets, program, application }: Context): string =>
  targets
    .flatMap(({ base }) => base?.examples(`${program} check --profile ${application.examples.laptop}`) ?? [])
    .map((example) => `  ${example}\n`)
    .join('');

/** @throws UsageError if plans of the target are written beside no other file */
function compared(planned: Planned, file: string, context: Context): Promise<Compared> {
  const { base } = planned.target;
  if (base !== undefined) return base.compare(planned, file, context);
  const able = context.targets.flatMap((target) =>
    target.base === undefined ? [] : [`a ${target.base.word}: give a ${target.word} profile`],
  );
  throw new UsageError(`--base compares with ${able.join('; or with ')}`);
}

async function rendered(findings: readonly Finding[], plan: Plan, { format, verbose }: CheckOptions, context: Context): Promise<string> {
  const { terminal } = context;
  const { asAnnotations, asJson, asSarif, asText } = await import('./findings-formats');
  switch (format) {
    case 'text':
      return asText(findings, { colors: terminal.outColors, width: terminal.outWidth, verbose });
    case 'json':
      return asJson(findings, plan.profile.name);
    case 'github':
      return asAnnotations(findings);
    case 'sarif':
      return asSarif(findings, version, await everyChapter(context));
  }
}
