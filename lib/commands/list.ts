import { Command, Option } from 'commander';
import { nearest } from '../nearest';
import { UsageError } from '../problem';
import type { ListFormat } from '../targets/target';
import { inWords, shown } from '../text';
import { wrapLines } from '../wrap';
import type { Context } from './context';
import { type PlanOptions, planOf, whoCan, withPlanOptions } from './plan-options';

interface ListOptions extends PlanOptions {
  readonly format: ListFormat;
}

/** What can be listed besides everything. */
const WHAT = ['images', 'secrets'] as const;

/** `fmsynth list`: what there is. */
export const listCommand = (context: Context): Command =>
  withPlanOptions(
    context,
    new Command('list').description('print what there is: services and profiles; with --profile the services of that one'),
  )
    .argument('[what]', 'images: every image that a profile pulls; secrets: every Secret that a cluster needs, and who reads it')
    .addOption(new Option('--format <format>', 'how to print it; yaml is for secrets').choices(['table', 'json', 'yaml']).default('table'))
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} list
  ${context.program} list --profile ${context.application.examples.laptop}
  ${context.program} list images --profile ${context.application.examples.cluster}
  ${context.program} list secrets --profile ${context.application.examples.cluster}
  ${context.program} list secrets --profile ${context.application.examples.cluster} --format yaml`,
    )
    .action(async (what: string | undefined, options: ListOptions) => {
      if (what !== 'secrets' && options.format === 'yaml') throw new UsageError('list: --format yaml is for list secrets');
      context.terminal.out(await listed(what, options, context));
    });

async function listed(what: string | undefined, options: ListOptions, context: Context): Promise<string> {
  switch (what) {
    case undefined:
      return services(options, context);
    case 'images':
      return images(options, context);
    case 'secrets':
      return secrets(options, context);
    default: {
      const guess = nearest(what, WHAT);
      const advice = guess === undefined ? '' : `, did you mean ${guess}?`;
      throw new UsageError(`list: expected ${inWords(['nothing', ...WHAT], 'or')}, got ${shown(what)}${advice}`);
    }
  }
}

async function services(options: ListOptions, context: Context): Promise<string> {
  const { everythingJson, everythingText, servicesJson, servicesText } = await import('./list-services');
  const asJson = options.format === 'json';
  if (options.profile === undefined) {
    if (options.set.length > 0 || options.fit !== undefined) throw new UsageError('list: --set and --fit change a profile: give --profile');
    return asJson ? everythingJson(context) : everythingText(context);
  }
  const planned = await planOf(options, context);
  return asJson ? servicesJson(planned.plan) : servicesText(planned, `${context.program} list images ${planned.selection}`);
}

async function images(options: ListOptions, context: Context): Promise<string> {
  const { plan, target } = await planOf(options, context);
  const { images: all, caveat } = await target.images(plan);
  if (caveat !== undefined) context.terminal.err(wrapLines(caveat, context.terminal.errWidth));
  if (options.format === 'json') return `${JSON.stringify({ format: 1, profile: plan.profile.name, images: all }, null, 2)}\n`;
  // One in a line, to be piped into whatever mirrors them; where they are pulled from a mirror, where each comes from stands before it.
  return all.map(({ image, source }) => `${source === undefined ? '' : `${source} `}${image}\n`).join('');
}

async function secrets(options: ListOptions, context: Context): Promise<string> {
  const { plan, target } = await planOf(options, context);
  if (target.secrets === undefined)
    throw new UsageError(`list secrets: a ${target.word} has none: give a profile of ${whoCan(context, 'secrets')}`);
  return target.secrets(plan, options.format);
}
