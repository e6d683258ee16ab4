import { Command, Option } from 'commander';
import { createColors } from 'picocolors';
import type { Context } from './context';
import { type PlanOptions, planOf, withPlanOptions } from './plan-options';

interface PlanCommandOptions extends PlanOptions {
  readonly format: 'table' | 'json' | 'markdown';
}

/** `fmsynth plan`: the budget as a table. */
export const planCommand = (context: Context): Command =>
  withPlanOptions(new Command('plan').description('print the budget of a profile: what it asks for, and what is left'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json', 'markdown']).default('table'))
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} plan --profile ${context.application.examples.laptop}
  ${context.program} plan --profile ${context.application.examples.toFit} --fit 8Gi
  ${context.program} plan --profile ${context.application.examples.cluster}
  ${context.program} plan --profile ${context.application.examples.laptop} --format markdown`,
    )
    .action(async (options: PlanCommandOptions) => {
      const { plan, target, before } = await planOf(options, context);
      const { format } = options;
      const colors = format === 'markdown' ? createColors(false) : context.terminal.outColors;
      context.terminal.out(await target.budget(plan, { format, colors, before }));
    });
