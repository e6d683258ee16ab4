import type { OutputFile } from '../../lib/output/output-file';
import { headerOf } from '../../lib/output/seal';
import type { Plan } from '../../lib/plan/plan';
import { targetNamed } from '../../lib/targets/target';
import { targets } from '../../lib/targets/targets';

/** The files of a plan, as its target writes them. */
export const synthesize = (plan: Plan): Promise<readonly OutputFile[]> =>
  targetNamed(plan.target, targets).files(plan, headerOf(plan.profile.name));
