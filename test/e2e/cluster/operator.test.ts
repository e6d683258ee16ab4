import { join } from 'node:path';
import { type Any, clusterPlanOf, objectsOf } from '../../support/cluster';
import { dataTierPlanOf } from '../../support/data-tier';
import { ASSETS, CONTROL_PLANE, OPERATOR } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';

jest.setTimeout(180_000);

const EXISTING = 'platform: { ingress: existing, monitoring: existing, owner: true }\n';
const LABELLED = 'monitoring: { namespace: monitoring, labels: { release: kube-prometheus } }\n';

/** What a plan tells the operator of a Prometheus. */
const told = (objects: readonly Any[]): readonly Any[] =>
  objects.filter(({ apiVersion }) => apiVersion === 'monitoring.coreos.com/v1').map(({ file: _, ...object }) => object);

const OF = {
  'the shipped cluster': told(
    objectsOf(clusterPlanOf(`${EXISTING}${LABELLED}ingress: { className: nginx, namespace: nginx-ingress, loadBalancer: null }\n`)),
  ),
  'a data tier': told(objectsOf(dataTierPlanOf(`platform: { monitoring: existing }\n${LABELLED}`))),
};

describeWith([...CONTROL_PLANE, OPERATOR], 'what a Prometheus Operator is told, at an API server that has its CRDs', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    for (const kind of ['podmonitors', 'prometheusrules'])
      await plane.kubectl('apply', '--server-side', '-f', join(ASSETS, `prometheus-operator/monitoring.coreos.com_${kind}.yaml`));
    await plane.applyObjects(['faultmaven', 'tier'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
    await eventually('the kinds are known', 60, async () => {
      for (const one of OF['a data tier']) await plane.judge(JSON.stringify(one));
      return true;
    });
  });

  afterAll(async () => plane?.stop());

  it.each(Object.entries(OF))('is taken, of %s', async (_, objects) => {
    expect([...new Set(objects.map(({ kind }) => kind))].sort()).toEqual(['PodMonitor', 'PrometheusRule']);
    for (const one of objects) expect(await plane.judge(JSON.stringify(one))).toContain(one.metadata.name);
  });

  const [monitor, rule] = ['PodMonitor', 'PrometheusRule'].map((name) => OF['a data tier'].find(({ kind }) => kind === name));
  const changed = (object: Any, change: (spec: Any) => void): string => {
    const copy = structuredClone(object);
    change(copy.spec);
    return JSON.stringify(copy);
  };

  it.each<readonly [string, Any, (spec: Any) => void, RegExp]>([
    ['a field that a PodMonitor does not have', monitor, (spec) => Object.assign(spec.podMetricsEndpoints[0], { ports: 'x' }), /ports/],
    ['no selector', monitor, (spec) => Object.assign(spec, { selector: undefined }), /selector/],
    ['a path of another type', monitor, (spec) => Object.assign(spec.podMetricsEndpoints[0], { path: 7 }), /path/],
    ['a field that a rule does not have', rule, (spec) => Object.assign(spec.groups[0].rules[0], { severity: 'critical' }), /severity/],
    ['a time that is none', rule, (spec) => Object.assign(spec.groups[0].rules[0], { for: 'a while' }), /for/],
  ])('would be refused with %s', async (_, object, change, message) => {
    await expect(plane.judge(changed(object, change))).rejects.toThrow(message);
  });
});
