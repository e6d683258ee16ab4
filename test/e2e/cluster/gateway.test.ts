import { join } from 'node:path';
import { type Any, find, objectsOf, shopPlanOf } from '../../support/cluster';
import { ASSETS, CONTROL_PLANE, GATEWAY_API } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';

jest.setTimeout(180_000);

/** The route of the shop behind a Gateway. @param keys other values of the section, as YAML */
const route = (keys: Readonly<Record<string, string>> = {}): Any => {
  const said = { className: 'null', tlsSecret: 'null', gateway: '{ name: public, namespace: gateways, section: https }', ...keys };
  const text = Object.entries(said).map(([key, value]) => `  ${key}: ${value}\n`);
  const { file: _, ...object } = find(objectsOf(shopPlanOf(`ingress:\n${text.join('')}`)), 'HTTPRoute', 'shop-cart');
  return object;
};

describeWith([...CONTROL_PLANE, GATEWAY_API], 'an HTTPRoute at an API server that has the CRD of the Gateway API', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.kubectl('apply', '--server-side', '-f', join(ASSETS, 'gateway-api/gateway.networking.k8s.io_httproutes.yaml'));
    await plane.applyObjects([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
    await eventually('routes are known', 60, async () => /shop-cart/.test(await plane.judge(JSON.stringify(route()))));
  });

  afterAll(async () => plane?.stop());

  it.each([
    ['one host', {}],
    ['several hosts', { hosts: '[{ host: a.example.org }, { host: b.example.org }]' }],
    ['the longest name of a host', { host: `${['a', 'b', 'c'].map((letter) => letter.repeat(63)).join('.')}.${'d'.repeat(59)}.x` }],
    ['the longest names', { gateway: `{ name: ${'n'.repeat(253)}, namespace: ${'m'.repeat(63)}, section: ${'s'.repeat(253)} }` }],
  ])('is taken with %s', async (_, keys) => {
    expect(await plane.judge(JSON.stringify(route(keys)))).toContain('shop-cart');
  });

  it('would be refused with what the CRD does not take', async () => {
    const object = route();
    object.spec.rules[0].backendRefs[0].port = 0;
    await expect(plane.judge(JSON.stringify(object))).rejects.toThrow(/port/);
    await expect(plane.judge(JSON.stringify({ ...route(), spec: { ...route().spec, host: 'x' } }))).rejects.toThrow(/host/);
  });
});
