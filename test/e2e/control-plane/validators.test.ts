import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeWith } from '../support/tools';
import { KUBE_SCORE, KUBECONFORM, program, SCHEMA_LOCATION, SCHEMAS } from './assets';

const SHOP = readFileSync(resolve(__dirname, 'fixture/shop.yaml'), 'utf8');
const MINORS = Array.from({ length: 13 }, (_, index) => 25 + index);

/** What a program says of manifests, whether it likes them or not. */
const run = (name: string, args: readonly string[], input: string): string =>
  spawnSync(program(name), args, { input, encoding: 'utf8' }).stdout;

const conform = (minor: number, manifests: string): string =>
  run('kubeconform', ['-strict', '-summary', '-kubernetes-version', `1.${minor}.0`, '-schema-location', SCHEMA_LOCATION], manifests);

describeWith([KUBECONFORM, SCHEMAS], 'kubeconform with the schemas of every minor version', () => {
  it.each(MINORS)('accepts valid objects for 1.%i', (minor) => {
    expect(conform(minor, SHOP)).toContain('4 resources found parsing stdin - Valid: 4, Invalid: 0, Errors: 0, Skipped: 0');
  });

  it('refuses unknown fields, and fields of a newer version', () => {
    expect(conform(34, SHOP.replace('minAvailable', 'minimum'))).toContain("additional properties 'minimum' not allowed");
    // The sleep action came with 1.29.
    const sleeps = SHOP.replace('- name: shop\n', '- name: shop\n          lifecycle: { preStop: { sleep: { seconds: 5 } } }\n');
    expect(conform(28, sleeps)).toContain("additional properties 'sleep' not allowed");
    expect(conform(29, sleeps)).toContain('Valid: 4');
  });

  it('refuses a kind without a schema', () => {
    const shop = 'apiVersion: example.com/v1\nkind: Shop\nmetadata: { name: shop }\n';
    expect(conform(34, shop)).toContain('could not find schema for Shop');
  });
});

describeWith([KUBE_SCORE], 'kube-score', () => {
  it('reports a missing limit', () => {
    const score = run('kube-score', ['score', '--output-format', 'ci', '-'], SHOP);
    expect(score).toContain('[CRITICAL] shop apps/v1/Deployment: (shop) Ephemeral Storage limit is not set');
  });
});
