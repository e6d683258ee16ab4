import { type Any, selects } from './cluster';

/** Where an object says "all" by saying nothing, or says it with a star. */
export function openings(objects: readonly Any[]): readonly string[] {
  return objects.flatMap((object) => {
    const found: string[] = [];
    const say = (path: string, what: string): void => void found.push(`${object.kind} ${object.metadata.name}: ${path} ${what}`);
    KINDS[object.kind]?.(object, say, objects);
    walk(object, [], say);
    return found;
  });
}

type Say = (path: string, what: string) => void;

const isEmpty = (value: Any): boolean => value === undefined || value === null || Object.keys(value).length === 0;

/** Policies that hold for all pods of the namespace, and are meant to. */
const WIDE = ['default-deny', 'allow-dns'];

/** Whether everybody is meant to reach the pods of a policy at these ports: a load balancer that asks nobody who he is leads there. */
const isPublic = ({ spec: { podSelector } }: Any, ports: readonly Any[], objects: readonly Any[]): boolean => {
  const pods = objects.flatMap(({ kind, spec }) =>
    kind === 'Deployment' && selects(podSelector, spec.selector.matchLabels) ? [spec.template] : [],
  );
  const listening = pods.flatMap(({ spec }) => spec.containers).flatMap(({ ports: own = [] }) => own);
  return objects.some(
    ({ kind, spec }) =>
      kind === 'Service' &&
      spec.type === 'LoadBalancer' &&
      spec.loadBalancerSourceRanges === undefined &&
      pods.some(({ metadata }) => selects({ matchLabels: spec.selector }, metadata.labels)) &&
      ports.length > 0 &&
      ports.every(({ port }) =>
        spec.ports.some(({ targetPort }: Any) =>
          listening.some(({ name, containerPort }) => name === targetPort && containerPort === port),
        ),
      ),
  );
};

const KINDS: Readonly<Record<string, (object: Any, say: Say, objects: readonly Any[]) => void>> = {
  NetworkPolicy: (policy, say, objects) => {
    const { metadata, spec } = policy;
    if (isEmpty(spec.podSelector) && !WIDE.includes(metadata.name)) say('podSelector', 'selects every pod');
    if (isEmpty(spec.policyTypes)) say('policyTypes', 'is left to be guessed');
    for (const [direction, peers] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const)
      for (const [index, rule] of (spec[direction] ?? []).entries()) {
        const at = `${direction}.${index}`;
        if (isEmpty(rule[peers])) say(`${at}.${peers}`, 'is everybody');
        for (const peer of rule[peers] ?? []) {
          if (isEmpty(peer)) say(`${at}.${peers}`, 'has a peer that is everybody');
          for (const selector of ['podSelector', 'namespaceSelector'])
            if (selector in peer && isEmpty(peer[selector])) say(`${at}.${peers}.${selector}`, 'selects all');
          const isEvery = 'ipBlock' in peer && /\/0$/.test(peer.ipBlock.cidr) && isEmpty(peer.ipBlock.except);
          if (isEvery && !(direction === 'ingress' && isPublic(policy, rule.ports ?? [], objects)))
            say(`${at}.${peers}.ipBlock`, 'is every address');
        }
        if (isEmpty(rule.ports)) say(`${at}.ports`, 'is every port');
        for (const port of rule.ports ?? []) if (isEmpty(port)) say(`${at}.ports`, 'has a port that is every port');
      }
  },
  Role: ({ rules }, say) => roleRules(rules, say),
  ClusterRole: ({ rules }, say) => roleRules(rules, say),
  RoleBinding: ({ subjects }, say) => isEmpty(subjects) && say('subjects', 'is empty'),
  PodDisruptionBudget: ({ spec }, say) => isEmpty(spec.selector) && say('selector', 'selects every pod'),
  Service: ({ spec }, say) => isEmpty(spec.selector) && say('selector', 'selects nothing that is ours'),
  Deployment: ({ spec }, say) => isEmpty(spec.selector) && say('selector', 'selects every pod'),
  DaemonSet: ({ spec }, say) => isEmpty(spec.selector) && say('selector', 'selects every pod'),
  StatefulSet: ({ spec }, say) => isEmpty(spec.selector) && say('selector', 'selects every pod'),
  Ingress: ({ spec }, say) => {
    for (const { host } of spec.rules) if (isEmpty(host)) say('rules.host', 'is every host');
    for (const { hosts } of spec.tls) if (isEmpty(hosts)) say('tls.hosts', 'is every host');
  },
};

function roleRules(rules: readonly Any[], say: Say): void {
  for (const { apiGroups, resources, verbs, resourceNames } of rules)
    for (const [what, values] of Object.entries({ apiGroups, resources, verbs }))
      if (isEmpty(values) || (values as string[]).includes('*')) say(what, 'is all');
      else if (resourceNames !== undefined && isEmpty(resourceNames)) say('resourceNames', 'is all');
}

/** Wherever they stand: selectors, and tolerations. */
function walk(node: Any, path: readonly string[], say: Say): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries<Any>(node)) {
    const here = [...path, key];
    if ((key === 'matchLabels' || key === 'matchExpressions' || key === 'labelSelector') && isEmpty(value)) say(here.join('.'), 'is all');
    if (key === 'tolerations') for (const one of value) if (isEmpty(one.key)) say(here.join('.'), 'stands every taint');
    walk(value, here, say);
  }
}
