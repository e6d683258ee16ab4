import { waived } from '../../../../lib/targets/kubernetes/render/waivers';
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
