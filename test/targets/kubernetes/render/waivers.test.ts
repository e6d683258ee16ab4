import { ownName } from '../../../../lib/model/environment';
import type { Container, Pod, Probe } from '../../../../lib/model/pod';
import { secretKey } from '../../../../lib/model/secret';
import { podWaivers, waived } from '../../../../lib/targets/kubernetes/render/waivers';
import { seconds } from '../../../../lib/units/duration';
import { containersOf, objectsOf, shopPlan, workloads } from '../../../support/cluster';

it('tells each linter in its own words, and only what it asks for', () => {
  expect(
    waived([
      { kubeScore: 'a', because: 'x' },
      { checkov: 'B', because: 'y' },
      { kubeScore: 'c', checkov: 'C', kubeLinter: 'd', because: 'z' },
    ]),
  ).toEqual({
    'kube-score/ignore': 'a,c',
    'faultmaven-infra/waiver-a': 'x',
    'faultmaven-infra/waiver-c': 'z',
    'ignore-check.kube-linter.io/d': 'z',
    'checkov.io/skip1': 'B=y',
    'checkov.io/skip2': 'C=z',
  });
  expect(waived([])).toEqual({});
});

it('says that secrets are variables where they are, and nowhere else', () => {
  const objects = objectsOf(shopPlan());
  for (const workload of workloads(objects)) {
    const own = objects.filter((object) => object.metadata.name === workload.metadata.name && object.kind === workload.kind);
    const secret = containersOf(own).some(({ env }) => env.some((one: { valueFrom?: object }) => 'secretKeyRef' in (one.valueFrom ?? {})));
    const skips = Object.values<string>(workload.metadata.annotations).filter((value) => value.startsWith('CKV_K8S_35='));
    expect([workload.metadata.name, skips.length]).toEqual([workload.metadata.name, secret ? 1 : 0]);
  }
});

describe('of a pod', () => {
  const probe = (path: string): Probe => ({ ask: { path, port: 'http' }, every: seconds(1), timeout: seconds(1), failures: 1 });
  const container = (more: Partial<Container> = {}): Container => ({
    name: 'one',
    command: ['serve'],
    environment: { A: 'b' },
    probes: {},
    ...more,
  });
  const [alike, apart] = [
    { liveness: probe('/'), readiness: probe('/') },
    { liveness: probe('/'), readiness: probe('/ready') },
  ];
  const secret = secretKey('any', 'key', { holds: 'a key', rotation: 'a test' });
  const PULL = ['container-image-pull-policy', 'CKV_K8S_15'];

  it.each<[string, Partial<Pod>, readonly string[]]>([
    ['is only that its images are not pulled again', {}, []],
    ['is that its probes ask the same', { containers: [container(), container({ probes: alike })] }, ['pod-probes-identical']],
    ['is nothing of probes that ask for something else', { containers: [container({ probes: apart })] }, []],
    [
      'is that nobody asks what is beside whether it can serve',
      { containers: [container({ probes: apart }), container({ probes: { liveness: probe('/') } })] },
      ['CKV_K8S_9'],
    ],
    ['is nothing of a probe alone', { containers: [container({ probes: { readiness: probe('/') } })] }, []],
    ['is that a variable is secret', { containers: [container(), container({ environment: { A: 'b', C: secret } })] }, ['CKV_K8S_35']],
    ['is that one is before it serves', { before: [container({ environment: { C: secret } })] }, ['CKV_K8S_35']],
    ['is nothing of variables that only a pod knows', { containers: [container({ environment: { A: ownName } })] }, []],
    ['is that it asks the API', { rights: [{ kind: 'own-pods' }] }, ['CKV_K8S_38']],
    [
      'is whose user it is',
      { user: { uid: 999, gid: 999, because: 'a test' } },
      ['container-security-context-user-group-id', 'CKV_K8S_40'],
    ],
  ])('%s', (_, pod, expected) => {
    const codes = podWaivers({ containers: [container()], ...pod }).flatMap(({ kubeScore, checkov }) => [kubeScore, checkov]);
    expect(codes.filter((code) => code !== undefined)).toEqual([...PULL, ...expected]);
  });
});
