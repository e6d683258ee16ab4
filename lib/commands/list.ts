import { Command, Option } from 'commander';
import { nearest } from '../nearest';
import { UsageError } from '../problem';
import { shown } from '../text';
import { wrapLines } from '../wrap';
import type { Context } from './context';
import { type PlanOptions, planOf, withPlanOptions } from './plan-options';

interface ListOptions extends PlanOptions {
  readonly format: 'table' | 'json' | 'yaml';
}

/** What can be listed besides everything. */
const WHAT = ['images', 'secrets'] as const;

/** `fmsynth list`: what there is. */
export const listCommand = (context: Context): Command =>
  withPlanOptions(new Command('list').description('print what there is: services and profiles; with --profile the services of that one'))
    .argument('[what]', 'images: every image that a profile pulls; secrets: every Secret that a cluster needs, and who reads it')
    .addOption(new Option('--format <format>', 'how to print it; yaml is for secrets').choices(['table', 'json', 'yaml']).default('table'))
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} list
  ${context.program} list --profile laptop-8gb
  ${context.program} list images --profile cluster
  ${context.program} list secrets --profile cluster
  ${context.program} list secrets --profile cluster --format yaml`,
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
      throw new UsageError(`list: expected nothing, ${WHAT.join(' or ')}, got ${shown(what)}${advice}`);
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
  const { plan, selection } = await planOf(options, context);
  return asJson ? servicesJson(plan) : servicesText(plan, `${context.program} list images ${selection}`);
}

async function images(options: ListOptions, context: Context): Promise<string> {
  const { plan } = await planOf(options, context);
  const { imagesFor, imagesJson, imagesLines } = await import('./list-images');
  const list = await imagesFor(plan);
  if (list.caveat !== undefined) context.terminal.err(wrapLines(list.caveat, context.terminal.errWidth));
  return options.format === 'json' ? imagesJson(list, plan) : imagesLines(list);
}

async function secrets(options: ListOptions, context: Context): Promise<string> {
  const { plan } = await planOf(options, context);
  if (plan.target !== 'kubernetes') throw new UsageError('list secrets: a laptop has none: give a cluster profile');
  const { secretsJson, secretsText, secretsYaml } = await import('../targets/kubernetes/list-secrets');
  switch (options.format) {
    case 'json':
      return secretsJson(plan);
    case 'yaml':
      return secretsYaml(plan);
    case 'table':
      return secretsText(plan);
  }
}
