import { alertsBetween, dashboardsBetween, namespacesBetween } from '../../../../../lib/targets/kubernetes/diff/topics/watching';
import type { Any } from '../../../../support/cluster';
import { object, sideOf } from '../objects';

const files = (data: Any): Any => object('ConfigMap', 'x', { data });
const board = (title: string): string => JSON.stringify({ uid: 'x', title, panels: [{ title: 'a panel' }] });
const quota = (namespace: string): Any => {
  const one = object('ResourceQuota', 'x');
  return { ...one, metadata: { ...one.metadata, namespace } };
};

describe('alerts', () => {
  const rules = (...names: readonly string[]): string =>
    `groups:\n  - name: a\n    rules:\n      - record: a:b\n        expr: "alert: C"\n${names.map((name) => `      - alert: ${name}\n        expr: up\n`).join('')}`;

  it.each<[string, Any]>([
    ['a file of rules', files({ 'a.rules.yml': rules('Down', '"Slow"') })],
    [
      'an object of the operator',
      object('PrometheusRule', 'x', {
        spec: { groups: [{ rules: [{ record: 'a:b' }, { alert: 'Down' }] }, { rules: [{ alert: 'Slow' }] }, 1] },
      }),
    ],
  ])('are found in %s', (_, one) => {
    expect(alertsBetween(sideOf([]), sideOf([one]))).toEqual({ gained: ['Down', 'Slow'], lost: [] });
    expect(alertsBetween(sideOf([one]), sideOf([]))).toEqual({ gained: [], lost: ['Down', 'Slow'] });
    expect(alertsBetween(sideOf([one]), sideOf([files({ 'b.rules.yml': rules('Slow') })]))).toEqual({ gained: [], lost: ['Down'] });
  });

  it.each<[string, Any]>([
    ['another file', files({ 'a.yml': rules('Down') })],
    ['another kind', object('Secret', 'x', { data: { 'a.rules.yml': rules('Down') } })],
    ['what is no text', files({ 'a.rules.yml': [rules('Down')] })],
    ['an object without rules', object('PrometheusRule', 'x', { spec: 'none' })],
  ])('are none in %s', (_, one) => {
    expect(alertsBetween(sideOf([]), sideOf([one]))).toEqual({ gained: [], lost: [] });
  });
});

describe('dashboards', () => {
  it('are told by their titles', () => {
    const both = files({ 'a.json': board('Nodes'), 'b.json': board('Edge\u001b') });
    expect(dashboardsBetween(sideOf([both]), sideOf([files({ 'c.json': board('Nodes') })]))).toEqual({ gained: [], lost: ['Edge\\u001b'] });
  });

  it.each(['{', '[]', '1', 'null', '{"title":"a"}', '{"panels":[]}', '{"panels":[],"title":{}}'])('are not %s', (text) => {
    expect(dashboardsBetween(sideOf([]), sideOf([files({ 'a.json': text })]))).toEqual({ gained: [], lost: [] });
  });
});

it('tells namespaces by their quotas, and those of two deployments not at all', () => {
  const [before, after] = [sideOf([quota('shop'), quota('shop-watch')]), sideOf([quota('shop')])];
  expect(namespacesBetween(before, after, false)).toEqual({ gained: [], lost: ['shop-watch'] });
  expect(namespacesBetween(before, after, true)).toEqual({ gained: [], lost: [] });
});
