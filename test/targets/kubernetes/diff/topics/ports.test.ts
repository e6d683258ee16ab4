import { portsBetween } from '../../../../../lib/targets/kubernetes/diff/topics/ports';
import type { Any } from '../../../../support/cluster';
import { labelled, nameOf, object, sideOf } from '../objects';

/** What is gained and lost when objects of a kind become others. */
const between = (kind: string, before: Any, after: Any): unknown => {
  const [then, now] = [before, after].map((spec) => sideOf(spec === undefined ? [] : [labelled(object(kind, 'x', { spec }), 'shop-cart')]));
  const { gained, lost } = portsBetween(then as ReturnType<typeof sideOf>, now as ReturnType<typeof sideOf>, nameOf);
  return [gained, lost];
};

const service = (type: string | undefined, nodePort?: number): Any => ({ type, ports: [{ port: 80, nodePort }] });
const container = (...ports: readonly Any[]): Any => ({ template: { spec: { containers: [{ ports }] } } });

it.each<[string, string, Any, Any, unknown]>([
  [
    'Service',
    'a new one',
    undefined,
    { ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] },
    [['Service x: 80/TCP', 'Service x: 53/UDP'], []],
  ],
  ['Service', 'the same', service('ClusterIP'), service(undefined), [[], []]],
  [
    'Service',
    'a number that nobody stated',
    service('NodePort', 30080),
    service('NodePort'),
    [[], ['Service x: 80/TCP as NodePort 30080']],
  ],
  ['Service', 'a number that is stated', service('NodePort'), service('NodePort', 30080), [['Service x: 80/TCP as NodePort 30080'], []]],
  [
    'Service',
    'another number',
    service('NodePort', 30080),
    service('NodePort', 30081),
    [['Service x: 80/TCP as NodePort 30081'], ['Service x: 80/TCP as NodePort 30080']],
  ],
  ['Service', 'a load balancer', service('NodePort'), service('LoadBalancer'), [['Service x: 80/TCP as LoadBalancer'], []]],
  ['Service', 'no load balancer', service('LoadBalancer'), service('ClusterIP'), [[], ['Service x: 80/TCP as LoadBalancer']]],
  ['Service', 'one that leads elsewhere', service('ExternalName'), service('ExternalName'), [[], []]],
  [
    'Service',
    'one that led elsewhere',
    service('ExternalName'),
    service(undefined),
    [['Service x: 80/TCP'], ['Service x: 80/TCP as ExternalName']],
  ],
  [
    'Service',
    'one of another type that nobody knows',
    service('Other'),
    service('ExternalName'),
    [['Service x: 80/TCP as ExternalName'], ['Service x: 80/TCP as Other']],
  ],
  [
    'Ingress',
    'a host',
    { rules: [{ host: 'a', http: { paths: [{ path: '/b' }] } }] },
    { rules: [{ http: { paths: [{}] } }] },
    [['Ingress x: any host/'], ['Ingress x: a/b']],
  ],
  [
    'HTTPRoute',
    'hosts and paths',
    { hostnames: ['a'], rules: [{ matches: [{ path: { value: '/b' } }] }] },
    { rules: [{ matches: [{}] }] },
    [['HTTPRoute x: any host/'], ['HTTPRoute x: a/b']],
  ],
  ['Deployment', 'a port of a node', container({ containerPort: 80 }), container({ hostPort: 80 }), [['cart: port 80 of its node'], []]],
  ['ConfigMap', 'one that has none', undefined, { type: 'NodePort', ports: [{ port: 80 }], rules: [{ http: { paths: [{}] } }] }, [[], []]],
])('tells of the ports of a %s: %s', (kind, _, before, after, expected) => {
  expect(between(kind, before, after)).toEqual(expected);
});
