import { check as checkWith } from '../../lib/checks/check';
import type { Finding } from '../../lib/checks/finding';
import type { Rule } from '../../lib/checks/rule';
import type { Plan } from '../../lib/plan/plan';
import { BASE_FINDINGS } from '../../lib/targets/compose/base-file/rules/codes';
import { COMPOSE_FINDINGS } from '../../lib/targets/compose/rules/codes';
import { rules as laptop } from '../../lib/targets/compose/rules/rules';
import { KUBERNETES_FINDINGS } from '../../lib/targets/kubernetes/rules/codes';
import { rules as cluster } from '../../lib/targets/kubernetes/rules/rules';

const chapters = [
  { title: 'a laptop', explanations: COMPOSE_FINDINGS },
  { title: 'a base file', explanations: BASE_FINDINGS, compared: true },
  { title: 'a cluster', explanations: KUBERNETES_FINDINGS },
];

/** Everything there is to say about a plan, by the rules of its target. */
export const check = (plan: Plan, base?: readonly Finding[]): readonly Finding[] =>
  checkWith(plan, { rules: (plan.target === 'compose' ? laptop : cluster) as readonly Rule[], chapters }, base);
