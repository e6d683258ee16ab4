import type { Finding } from '../../../checks/finding';
import type { ClusterPlan } from '../plan/plan';
import type { ClusterRule } from './rule';

type Ingress = NonNullable<ClusterPlan['profile']['ingress']>;

/** Warns if the profile shows that users come in through ingress-nginx. The class alone does not prove it: F5's controller has the same. */
export const ingressRetired: ClusterRule = ({ profile: { ingress, sourceAt } }) => {
  const seen = ingress && signOf(ingress);
  return seen === undefined
    ? []
    : [
        {
          code: 'ingress-retired',
          severity: 'warning',
          subject: 'ingress',
          background: BACKGROUND,
          message: seen.message,
          source: sourceAt(['ingress', ...seen.at]),
        },
      ];
};

interface Sign {
  readonly at: readonly string[];
  readonly message: string;
}

const RETIRED = 'ingress-nginx, which is retired since March 2026';

function signOf({ className, namespace, annotations = {} }: Ingress): Sign | undefined {
  const keys = Object.keys(annotations);
  const own = keys.find((key) => key.startsWith('nginx.ingress.kubernetes.io/'));
  if (own !== undefined) return { at: ['annotations', own], message: `${own} is an annotation of ${RETIRED}` };
  if (namespace !== undefined && /(^|-)ingress-nginx(-|$)/.test(namespace))
    return { at: ['namespace'], message: `${namespace} is the namespace of ${RETIRED}` };
  const isF5s = namespace === 'nginx-ingress' || keys.some((key) => /^nginx\.(org|com)\//.test(key));
  return className !== 'nginx' || isF5s
    ? undefined
    : { at: ['className'], message: `nginx is the class of ${RETIRED}, and of the controller of F5: accept this if it is the latter` };
}

const BACKGROUND: Finding['background'] = {
  consequence: 'holes that are found in it stay open, and everybody can reach it',
  wayOut:
    "another controller, such as F5's NGINX Ingress Controller: className, namespace and annotations are all that changes. kubectl get ingressclass says which one runs",
  evidence: 'kubernetes/ingress-nginx: its last release is of 2026-03-20, and its README says not to deploy it',
};
