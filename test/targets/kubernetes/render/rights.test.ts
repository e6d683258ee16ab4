import type { Right } from '../../../../lib/model/pod';
import { nextSteps } from '../../../../lib/targets/kubernetes/next-steps';
import type { ClusterPlan } from '../../../../lib/targets/kubernetes/plan/plan';
import { seconds } from '../../../../lib/units/duration';
import { dnsLabel } from '../../../../lib/units/name';
import { type Any, find, objectsOf, ofKind } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const SIZE = { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } };
const ON = 'platform: { monitoring: full, owner: true }\nclusterScoped: true\n';
const API = 'apiServer: { cidrs: [192.0.2.0/24], ports: [443] }\n';

/** A deployment with a main namespace and two others, in one of which a service has rights. */
function planWith(rights: readonly Right[] | undefined, more = ON, api = API): ClusterPlan {
  const apart = (name: string) => ({
    release: { tag: '1' },
    platform: { usual: SIZE, compartment: { name: dnsLabel(name), pods: 'restricted' } as const },
  });
  const services = [
    testService('one'),
    testService('eye', {
      ...apart('watch'),
      workload: { role: 'interchangeable', command: ['look'], drain: seconds(1), priority: 'core', rights },
    }),
    testService('far', apart('far')),
  ];
  return clusterOver(services, `namespace: mine\nimages: { one: "1" }\nservices: { one: ${JSON.stringify(SIZE)} }\n${api}${more}`);
}

const objects = (kind: Right['kind'], more?: string): readonly Any[] => objectsOf(planWith([{ kind } as Right], more));
const shown = (all: readonly Any[]): readonly string[] =>
  all
    .filter(({ apiVersion }) => apiVersion === 'rbac.authorization.k8s.io/v1')
    .map(({ kind, metadata }) => `${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join('/')}`);
const EACH = ['mine', 'mine-watch', 'mine-far'].flatMap((namespace) => [`Role ${namespace}/fm-eye`, `RoleBinding ${namespace}/fm-eye`]);

it('gives a service without rights none, and no token', () => {
  const all = objectsOf(planWith(undefined));
  expect(shown(all)).toEqual([]);
  expect(find(all, 'Deployment', 'fm-eye').spec.template.spec.automountServiceAccountToken).toBe(false);
});

it('lets it see in each namespace of the deployment, and in no other', () => {
  for (const kind of ['find-pods', 'see-objects'] as const) {
    const all = objects(kind);
    expect(shown(all)).toEqual(EACH);
    for (const { subjects, roleRef } of ofKind(all, 'RoleBinding')) {
      expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'fm-eye', namespace: 'mine-watch' }]);
      expect(roleRef).toEqual({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'fm-eye' });
    }
    expect(find(all, 'Deployment', 'fm-eye').spec.template.spec.automountServiceAccountToken).toBe(true);
    expect(find(all, 'ServiceAccount', 'fm-eye').metadata.namespace).toBe('mine-watch');
  }
});

it('keeps to itself what only its own namespace is for', () => {
  expect(shown(objects('own-pods'))).toEqual(['Role mine-watch/fm-eye', 'RoleBinding mine-watch/fm-eye']);
});

it('lets nobody see Secrets and configuration files, or change what it sees', () => {
  const kinds = ['find-pods', 'see-objects', 'see-nodes', 'read-nodes'] as const;
  const rules: readonly Any[] = objectsOf(planWith(kinds.map((kind) => ({ kind })))).flatMap((object) => object.rules ?? []);
  const [resources, verbs] = ['resources', 'verbs'].map((key) => new Set(rules.flatMap((rule) => rule[key]))) as [Set<string>, Set<string>];
  expect([...verbs].sort()).toEqual(['get', 'list', 'watch']);
  for (const one of ['secrets', 'configmaps', '*', 'nodes/proxy', 'pods/log', 'pods/exec']) expect([...resources]).not.toContain(one);
  expect([...resources]).toEqual(
    expect.arrayContaining(['pods', 'cronjobs', 'horizontalpodautoscalers', 'nodes/metrics', 'persistentvolumes']),
  );
});

describe('a right in the whole cluster', () => {
  it.each(['see-nodes', 'read-nodes'] as const)("is the owner's, under a name of the deployment: %s", (kind) => {
    const all = objects(kind);
    expect(shown(all)).toEqual(['ClusterRole mine-fm-eye', 'ClusterRoleBinding mine-fm-eye']);
    const [binding] = ofKind(all, 'ClusterRoleBinding');
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'fm-eye', namespace: 'mine-watch' }]);
    expect(binding.roleRef).toMatchObject({ kind: 'ClusterRole', name: 'mine-fm-eye' });
    expect(binding.metadata.labels['app.kubernetes.io/name']).toBe('fm-eye');
  });

  it.each([
    ['platform: { owner: false }\nclusterScoped: true\n', 0],
    ['platform: { owner: true }\nclusterScoped: false\n', 0],
    ['platform: { owner: true }\nclusterScoped: { namespace: true, priorityClasses: true }\n', 0],
    ['platform: { owner: true }\nclusterScoped: { clusterRoles: true }\n', 2],
  ])('is written only where it may be: %j', (more, count) => {
    expect(shown(objects('see-nodes', more))).toHaveLength(count);
    expect(shown(objectsOf(planWith([{ kind: 'find-pods' }, { kind: 'see-nodes' }], more)))).toHaveLength(EACH.length + count);
  });

  it("is somebody else's to give where the profile leaves it out", () => {
    const steps = (more: string): string =>
      nextSteps(
        { plan: planWith([{ kind: 'see-nodes' }], more), shown: 'out', undone: [], selection: '' } as never,
        { program: 'x' } as never,
      );
    const asked = 'see that the ClusterRoles mine-fm-eye are there';
    expect(steps('platform: { owner: true }\n')).toContain(asked);
    for (const more of [ON, 'platform: { owner: false }\n']) expect(steps(more)).not.toContain(asked);
  });
});

describe('its network policy', () => {
  const egress = (kind: Right['kind'], more?: string): readonly Any[] => find(objects(kind, more), 'NetworkPolicy', 'fm-eye').spec.egress;
  const blocks = (rule: Any): readonly string[] => rule.to.map(({ ipBlock }: Any) => ipBlock.cidr);

  it('lets it ask the API', () => {
    expect(egress('find-pods').map((rule) => [blocks(rule), rule.ports.map(({ port }: Any) => port)])).toEqual([[['192.0.2.0/24'], [443]]]);
    expect(problemsOf(() => planWith([{ kind: 'find-pods' }], ON, ''))).toEqual([
      'x.yaml:1:1: apiServer: expected where the API server answers, which services.eye asks, got nothing',
    ]);
  });

  it('lets only who reads nodes ask their agents, in the networks that the profile says', () => {
    const [, nodes] = egress('read-nodes');
    expect(blocks(nodes)).toEqual(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);
    expect(nodes.ports).toEqual([{ protocol: 'TCP', port: 10250 }]);
    const [, named] = egress('read-nodes', 'platform: { monitoring: full, owner: true }\nmonitoring: { nodeNetworks: [10.1.0.0/16] }\n');
    expect(blocks(named)).toEqual(['10.1.0.0/16']);
    expect(egress('read-nodes', 'platform: { owner: false }\n')).toHaveLength(1);
    expect(egress('see-nodes')).toHaveLength(1);
  });
});
