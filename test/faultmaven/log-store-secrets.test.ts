import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretsOf } from '../../lib/targets/kubernetes/plan/secrets';
import { ROOT } from '../support/cli';
import { clusterPlanOf, objectsOf, ofKind } from '../support/cluster';

const plan = clusterPlanOf('platform: { monitoring: full, logging: opensearch, owner: true }\n');
const keys = secretsOf(plan).flatMap(({ name, compartment, keys }) =>
  keys.map(({ key, rotation, consumers }) => ({ secret: name, in: compartment?.name, key, rotation, consumers })),
);
const runbook = readFileSync(join(ROOT, 'docs/runbooks/log-store-secrets.md'), 'utf8');
const chapter = (title: string): string => runbook.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';
/** The services of the logging whose pods read a value, and not its Jobs, which read it when they next run. */
const readers = (of: typeof keys): readonly string[] => [
  ...new Set(of.flatMap(({ consumers }) => consumers).filter((name) => !/^opensearch(-setup|-retention)?$/.test(name))),
];

it('names for the authority each Secret that has it, and each part that has to start again', () => {
  const authority = keys.filter(({ key, in: compartment }) => key === 'ca.crt' && /logging|node/.test(compartment ?? ''));
  expect(authority.map(({ secret }) => secret).sort()).toEqual([
    'log-store-shipper',
    'log-store-shipper',
    'opensearch-admin',
    'opensearch-tls',
  ]);
  for (const { rotation } of authority) expect(rotation).toContain('docs/runbooks/log-store-secrets.md#the-authority');
  const text = chapter('The authority');
  for (const { secret } of authority) expect(text).toContain(secret);
  for (const name of readers(authority)) expect(text).toMatch(new RegExp(`rollout restart .*\\b${name}\\b`));
});

it('says of the password of the shippers where else it is, wherever it is listed', () => {
  const same = keys.filter(
    ({ secret, key }) => `${secret}/${key}` === 'opensearch-users/shipper' || `${secret}/${key}` === 'log-store-shipper/password',
  );
  expect(same).toHaveLength(3);
  for (const { rotation } of same) {
    for (const { secret } of same) expect(rotation).toContain(secret);
    expect(rotation).toContain('docs/runbooks/log-store-secrets.md#a-password');
  }
  for (const name of readers(same)) expect(chapter('A password')).toContain(name);
});

it('names workloads as the manifests do', () => {
  const objects = objectsOf(plan);
  const named = [...runbook.matchAll(/rollout (?:restart|status) (daemonset|deployment|statefulset) ([a-z -]+)$/gm)].flatMap(
    ([, kind = '', names = '']) => names.split(' ').map((name) => [kind, name] as const),
  );
  expect(named.length).toBeGreaterThan(4);
  for (const [kind, name] of named) {
    const kinds = { daemonset: 'DaemonSet', deployment: 'Deployment', statefulset: 'StatefulSet' } as const;
    expect(ofKind(objects, kinds[kind as keyof typeof kinds]).map(({ metadata }) => metadata.name)).toContain(name);
  }
});
