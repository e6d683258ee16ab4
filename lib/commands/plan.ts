import { Command, Option } from 'commander';
import { createColors } from 'picocolors';
import { UsageError } from '../problem';
import type { BudgetManner } from '../targets/target';
import type { Context } from './context';
import { type Planned, type PlanOptions, planOf, whoCan, withPlanOptions } from './plan-options';

interface PlanCommandOptions extends PlanOptions {
  readonly losses?: boolean;
  readonly format: 'table' | 'json' | 'markdown';
}

/** `fmsynth plan`: the budget as a table. */
export const planCommand = (context: Context): Command =>
  withPlanOptions(context, new Command('plan').description('print the budget of a profile: what it asks for, and what is left'))
    .option('--losses', 'print instead what fails, and what that means for each service: for how long, and what is lost')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json', 'markdown']).default('table'))
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} plan --profile ${context.application.examples.laptop}
  ${context.program} plan --profile ${context.application.examples.toFit} --fit 8Gi
  ${context.program} plan --profile ${context.application.examples.cluster}
  ${context.program} plan --profile ${context.application.examples.cluster} --losses
  ${context.program} plan --profile ${context.application.examples.laptop} --format markdown`,
    )
    .action(async (options: PlanCommandOptions) => {
      const { plan, target, before } = await planOf(options, context);
      const { format } = options;
      const colors = format === 'markdown' ? createColors(false) : context.terminal.outColors;
      if (options.losses === true) context.terminal.out(await whatFails({ plan, target }, { format, colors }, context));
      else context.terminal.out(await target.budget(plan, { format, colors, before }));
    });

/** @throws UsageError if nothing is known of what fails where the plan runs */
function whatFails({ plan, target }: Pick<Planned, 'plan' | 'target'>, manner: BudgetManner, context: Context): Promise<string> {
  if (target.losses === undefined) throw new UsageError(`--losses is for ${whoCan(context, 'losses')}`);
  return target.losses(plan, manner);
}
