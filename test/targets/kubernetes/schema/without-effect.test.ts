import type { Service } from '../../../../lib/model/service';
import { seconds } from '../../../../lib/units/duration';
import { shopPlanOf } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

/* Settings that a profile writes although its platform does not read them. */

/** With a key that nobody knows, so that something is always wrong. */
const problems = (text: string): readonly string[] =>
  problemsOf(() => shopPlanOf(`${text}\nunknown: 1\n`)).filter((line) => /^x\.yaml.*expected none/.test(line));

const SETTINGS: Readonly<Record<string, string>> = {
  'monitoring.retentionDays': '15', // what is usual, too: somebody wrote it
  'monitoring.remoteWrite': '{ url: "https://store.example.com/write" }',
  'monitoring.receivers': '{ critical: { pagerduty: {} } }',
  'monitoring.nodeNetworks': '[10.1.0.0/16]',
  'monitoring.nodeExporter': 'true',
  'monitoring.frontDoor': 'any',
  'monitoring.labels': '{ release: prometheus }',
  'monitoring.as': 'objects',
  'logging.retentionDays': '7',
  'logging.perDay': '2Gi',
  'logging.to': '{ protocol: otlp, url: "https://logs.example.com" }',
};

/** A profile with one setting, in one line after that of its platform. */
const profileOf = (around: string, path: string): string => {
  const [section = '', key = ''] = path.split('.');
  const namespace = section === 'monitoring' ? 'namespace: monitoring, ' : '';
  return `platform: { ${around} }\n${section}: { ${namespace}${key}: ${SETTINGS[path]} }\n`;
};

/** Which settings have no effect with a platform, each with what would give it one. */
const refused = (around: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(SETTINGS).flatMap((path) =>
      problems(profileOf(around, path)).map((line) => {
        const [, place, needs] = /^x\.yaml:4:\d+: (\S+): expected none: it has an effect only with (.*)$/.exec(line) ?? [];
        expect(place).toBe(path);
        return [path, needs ?? line];
      }),
    ),
  );

const FULL = 'platform.monitoring: full';
const EXISTING = 'platform.monitoring: existing';
const OWN_STORE = 'platform.logging: opensearch or platform.logging: elasticsearch';
const NO_LOGGING = { 'logging.retentionDays': OWN_STORE, 'logging.perDay': OWN_STORE, 'logging.to': 'platform.logging: existing' };
const NO_PROMETHEUS = {
  'monitoring.retentionDays': FULL,
  'monitoring.remoteWrite': FULL,
  'monitoring.receivers': FULL,
  'monitoring.nodeNetworks': `${FULL} and platform.owner: true`,
  'monitoring.nodeExporter': `${FULL} and platform.owner: true`,
  'monitoring.frontDoor': `platform.ingress: direct and ${FULL}`,
};

it.each<[string, object]>([
  ['monitoring: none', { ...NO_PROMETHEUS, 'monitoring.labels': EXISTING, 'monitoring.as': EXISTING, ...NO_LOGGING }],
  ['monitoring: existing', { ...NO_PROMETHEUS, ...NO_LOGGING }],
  [
    'monitoring: existing, owner: true',
    { ...NO_PROMETHEUS, 'monitoring.nodeNetworks': FULL, 'monitoring.nodeExporter': FULL, ...NO_LOGGING },
  ],
  [
    'monitoring: full',
    {
      'monitoring.nodeNetworks': 'platform.owner: true',
      'monitoring.nodeExporter': 'platform.owner: true',
      'monitoring.frontDoor': 'platform.ingress: direct',
      'monitoring.labels': EXISTING,
      'monitoring.as': EXISTING,
      ...NO_LOGGING,
    },
  ],
  [
    'monitoring: full, logging: existing, owner: true, ingress: direct',
    { 'monitoring.labels': EXISTING, 'monitoring.as': EXISTING, 'logging.retentionDays': OWN_STORE, 'logging.perDay': OWN_STORE },
  ],
  [
    'logging: elasticsearch, owner: true',
    {
      ...NO_PROMETHEUS,
      'monitoring.nodeNetworks': FULL,
      'monitoring.nodeExporter': FULL,
      'monitoring.labels': EXISTING,
      'monitoring.as': EXISTING,
      'logging.to': 'platform.logging: existing',
    },
  ],
])('are refused with what would give them an effect, beside %s', (around, expected) => {
  expect(refused(around)).toEqual(expected);
});

const ALL = Object.keys(SETTINGS).map((path) => [path.split('.'), SETTINGS[path]] as const);
const section = (name: string, keys: readonly string[]): string =>
  `${name}: { ${ALL.filter(([[of, key = '']]) => of === name && keys.includes(key))
    .map(([[, key], value]) => `${key}: ${value}`)
    .join(', ')} }\n`;

it('go with their part where the profile that another one extends has them', () => {
  const base = [
    'extends: cluster\nplatform: { monitoring: full, logging: opensearch, owner: true }\n',
    section('monitoring', ['retentionDays', 'remoteWrite', 'receivers', 'nodeNetworks', 'nodeExporter']),
    section('logging', ['retentionDays', 'perDay']),
  ].join('');
  const extending = { extending: './base.yaml', beside: { 'base.yaml': base } };
  const { profile } = shopPlanOf('platform: { monitoring: none, logging: none, owner: false }', extending);
  expect([profile.monitoring.remoteWrite, profile.monitoring.receivers]).toEqual([undefined, undefined]);
  expect(problemsOf(() => shopPlanOf('platform: { monitoring: none }\nmonitoring: { retentionDays: 30 }', extending))).toEqual([
    `x.yaml:4:30: monitoring.retentionDays: expected none: it has an effect only with ${FULL}`,
  ]);
  expect(
    problemsOf(() => shopPlanOf('', { ...extending, assignments: ['platform.monitoring=none', 'monitoring.retentionDays=30'] })),
  ).toEqual([`--set: monitoring.retentionDays: expected none: it has an effect only with ${FULL}`]);
});

it('may be taken away where they have no effect', () => {
  const base = 'extends: cluster\nmonitoring: { namespace: monitoring }\n';
  const said = 'monitoring: { retentionDays: null, receivers: null }\nlogging: null\n';
  expect(shopPlanOf(said, { extending: './base.yaml', beside: { 'base.yaml': base } }).profile.monitoring.retentionDays).toBe(15);
});

it('are told of nothing else that is wrong with them', () => {
  expect(problemsOf(() => shopPlanOf('monitoring: { retentionDays: much, remoteWrite: { url: there } }'))).toEqual([
    `x.yaml:3:30: monitoring.retentionDays: expected none: it has an effect only with ${FULL}`,
    `x.yaml:3:49: monitoring.remoteWrite: expected none: it has an effect only with ${FULL}`,
  ]);
});

describe('that a deployment owns its cluster', () => {
  const WAYS = [
    'platform.monitoring: full',
    'platform.monitoring: existing',
    'platform.logging: opensearch',
    'platform.logging: elasticsearch or platform.logging: existing',
  ].join(', ');
  const complaint = (at: string) => `x.yaml:${at}: platform.owner: expected false: it has an effect only with ${WAYS}, got true`;
  const ofOwner = (plan: () => unknown) => problemsOf(plan).filter((line) => line.includes('platform.owner'));
  const owns = (more: string) => ofOwner(() => shopPlanOf(`platform: { owner: true${more} }\nunknown: 1\n`));

  it('is refused where nothing is written that exists once in it', () => {
    expect(owns('')).toEqual([complaint('3:20')]);
    expect(owns(', ingress: existing, monitoring: none, logging: none')).toEqual([complaint('3:20')]);
    for (const on of ['monitoring: full', 'monitoring: existing', 'logging: opensearch']) expect(owns(`, ${on}`)).toEqual([]);
    expect(shopPlanOf('platform: { owner: false }').profile.platform.owner).toBe(false);
  });

  it('goes with the parts of the profile that another one extends', () => {
    const base = 'extends: cluster\nplatform: { monitoring: full, owner: true }\n';
    const extending = { extending: './base.yaml', beside: { 'base.yaml': base } };
    expect(shopPlanOf('platform: { monitoring: none }', extending).profile.platform.owner).toBe(false);
    expect(problemsOf(() => shopPlanOf('platform: { monitoring: none, owner: true }', extending))).toEqual([complaint('3:38')]);
  });

  const SIZE = 'cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';
  const owned = (service: Service, size = '') =>
    ofOwner(() =>
      clusterOver([service], `platform: { owner: true }\nunknown: 1\nimages: { one: "1" }\nservices: { one: { ${size}${SIZE} } }\n`),
    );

  it('is right where a service may look at nodes', () => {
    const looks = (kind: 'find-pods' | 'see-nodes' | 'read-nodes'): Service =>
      testService('one', {
        workload: { role: 'interchangeable', command: ['one'], drain: seconds(1), priority: 'core', rights: [{ kind }] },
      });
    const found = (kind: Parameters<typeof looks>[0]) => owned(looks(kind), 'replicas: 2, ');
    expect([found('find-pods'), found('see-nodes'), found('read-nodes')]).toEqual([[complaint('2:20')], [], []]);
  });

  it('is right where a part of the platform runs on each node whatever is on', () => {
    const usual = { cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } };
    const workload = { role: 'perNode', command: ['one'], drain: seconds(1), priority: 'core' } as const;
    expect(owned(testService('one', { workload, platform: { usual } }))).toEqual([]);
    // That of the application runs on each node anyway.
    expect(owned(testService('one', { workload }))).toEqual([complaint('2:20')]);
  });
});

it('is an edge that ends TLS itself, where none takes requests from outside', () => {
  expect(
    problemsOf(() =>
      clusterOver(
        [testService('one')],
        'platform: { ingress: direct }\nimages: { one: "1" }\nservices: { one: { replicas: 2, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } } }\n',
      ),
    ),
  ).toEqual(['x.yaml:2:22: platform.ingress: expected existing: no service takes requests from outside, got direct']);
});

it('are the checks of hosts, behind the PROXY protocol', () => {
  const around = 'platform: { ingress: direct, monitoring: full }\nmonitoring: { frontDoor: any }\n';
  const proxied = `${around}ingress: { className: null, namespace: null, loadBalancer: { proxyProtocol: [10.0.0.0/24] } }\n`;
  expect(problems(around)).toEqual([]);
  expect(problems(proxied)).toEqual([
    'x.yaml:4:26: monitoring.frontDoor: expected none beside ingress.loadBalancer.proxyProtocol, behind which nobody can ask for the hosts',
  ]);
});
