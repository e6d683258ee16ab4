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
  ${context.program} plan --profile laptop-8gb
  ${context.program} plan --profile laptop --fit 8Gi
  ${context.program} plan --profile cluster
  ${context.program} plan --profile laptop-16gb --format markdown`,
    )
    .action(async (options: PlanCommandOptions) => {
      const { plan, before } = await planOf(options, context);
      const { format } = options;
      const colors = format === 'markdown' ? createColors(false) : context.terminal.outColors;
      if (plan.target === 'compose') {
        const { laptopJson, laptopTable } = await import('../targets/compose/plan-table');
        context.terminal.out(format === 'json' ? laptopJson(plan, before) : await laptopTable(plan, { format, colors, before }));
      } else {
        const { clusterJson, clusterTable } = await import('../targets/kubernetes/plan-table');
        context.terminal.out(format === 'json' ? clusterJson(plan) : await clusterTable(plan, format, colors));
      }
    });
