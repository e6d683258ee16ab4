import type { Chapter } from '../checks/chapter';
import { check } from '../checks/check';
import type { Finding } from '../checks/finding';
import { ANY_PROFILE, chaptersIn } from '../checks/finding-code';
import type { Target } from '../targets/target';
import type { Context } from './context';
import type { Planned } from './plan-options';

/**
 * Everything there is to say about a plan.
 *
 * @param base what was found by comparing it with a base file. @default - it was not compared
 */
export const checked = async (
  { plan, target }: Pick<Planned, 'plan' | 'target'>,
  { targets }: Pick<Context, 'targets'>,
  base?: readonly Finding[],
): Promise<readonly Finding[]> => check(plan, { rules: await target.rules(), chapters: await chaptersOf(targets) }, base);

/** What the codes of all targets say. */
export const chaptersOf = async (targets: readonly Target[]): Promise<readonly Chapter[]> =>
  (await Promise.all(targets.map((target) => target.findings()))).flat();

/** Every code that a finding can have, of all targets and of the application. */
export const everyChapter = async ({ targets, application }: Pick<Context, 'targets' | 'application'>): Promise<readonly Chapter[]> => [
  ANY_PROFILE,
  ...(await chaptersOf(targets)),
  ...chaptersIn(application),
];

/** Every code of what an apply can refuse or destroy, of all targets. */
export const everyWarning = async ({ targets }: Pick<Context, 'targets'>): Promise<readonly Chapter[]> =>
  (await Promise.all(targets.map((target) => target.warnings?.() ?? []))).flat();
