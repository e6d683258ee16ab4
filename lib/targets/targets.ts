import { compose } from './compose/compose';
import { kubernetes } from './kubernetes/kubernetes';
import type { Target } from './target';

/** All targets. A profile whose target is unknown is read as one of the first. */
export const targets: readonly Target[] = [compose, kubernetes];
