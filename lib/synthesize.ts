import type { Plan } from './plan/plan';
import { compose } from './targets/compose/render/compose';
import { headerOf } from './targets/seal';
import type { OutputFile } from './targets/synthesizer';

/**
 * The files of a plan. They say which profile they come from, and neither where it lies nor with which flags: those would change every
 * file. This is the only switch on target. What only a cluster needs is loaded only for one: it is most of the program.
 */
export async function synthesize(plan: Plan): Promise<readonly OutputFile[]> {
  const header = headerOf(plan.profile.name);
  switch (plan.target) {
    case 'compose':
      return compose(plan, header);
    case 'kubernetes': {
      const { kubernetes } = await import('./targets/kubernetes/render/kubernetes');
      return kubernetes(plan, header);
    }
  }
}
