import { Command, Option } from 'commander';
import { version } from '../../package.json';
import { check } from '../checks/check';
import type { Finding } from '../checks/finding';
import type { Plan } from '../plan/plan';
import { againstBase, agreement } from '../targets/compose/base';
import type { Context, Finish } from './context';
import { verdict } from './findings-text';
import { adviseOnEngine, type PlanOptions, planOf, withPlanOptions } from './plan-options';

interface CheckOptions extends PlanOptions {
  readonly base?: string;
  readonly strict?: boolean;
  readonly verbose?: boolean;
  readonly format: 'text' | 'json' | 'github' | 'sarif';
}

/** `fmsynth check`: findings only. */
export const checkCommand = (context: Context, finish: Finish): Command =>
  withPlanOptions(new Command('check').description('print findings about a profile: fit, hazards, budgets'))
    .option('--base <file|->', "FaultMaven's docker-compose.yml, or - for what docker compose config --format json prints")
    .option('--strict', 'warnings fail too')
    .option('--verbose', 'show what is accepted, each with its reason')
    .addOption(new Option('--format <format>', 'how to print the findings').choices(['text', 'json', 'github', 'sarif']).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} check --profile laptop-8gb
  ${context.program} check --profile cluster --verbose
  ${context.program} check --profile laptop-8gb --base DIR/docker-compose.yml
  docker compose --profile '*' -f DIR/docker-compose.yml config --format json |
    ${context.program} check --profile laptop-8gb --base -
  ${context.program} check --profile laptop-8gb --strict --format github`,
    )
    .action(async (options: CheckOptions) => {
      const planned = await planOf(options, context);
      const { plan } = planned;
      const base = options.base === undefined ? undefined : await againstBase(planned, options.base, context);
      const findings = check(plan, base?.findings);
      const { out, err } = context.terminal;
      out(await rendered(findings, plan, options, context));
      if (base !== undefined) (options.format === 'text' ? out : err)(agreement(base, findings));
      await adviseOnEngine(plan, options, context);
      finish(verdict(findings, options.strict));
    });

async function rendered(
  findings: readonly Finding[],
  plan: Plan,
  { format, verbose }: CheckOptions,
  { terminal }: Context,
): Promise<string> {
  const { asAnnotations, asJson, asSarif, asText } = await import('./findings-formats');
  switch (format) {
    case 'text':
      return asText(findings, { colors: terminal.outColors, width: terminal.outWidth, verbose });
    case 'json':
      return asJson(findings, plan.profile.name);
    case 'github':
      return asAnnotations(findings);
    case 'sarif':
      return asSarif(findings, version);
  }
}
