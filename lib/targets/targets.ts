import { compose } from './compose/compose';
import { kubernetes } from './kubernetes/kubernetes';
import type { Target } from './target';

/** Everything that a profile can become, a line each. The first is what a profile is taken for that cannot be told. */
export const targets: readonly Target[] = [compose, kubernetes];
