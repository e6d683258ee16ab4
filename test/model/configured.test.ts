import { onlyIn } from '../../lib/model/environment';
import type { ServiceProps } from '../../lib/model/service';
import { configurable } from '../../lib/model/setting';
import { flag, oneOf } from '../../lib/shape/values';
import { find, objectsOf } from '../support/cluster';
import { servicesOfOverride } from '../support/compose';
import { clusterOver, planOver, sizes } from '../support/plans';
import { problemsOf } from '../support/problems';
import { testService } from '../support/services';

const logLevel = { kind: 'one-of', variable: 'LOG_LEVEL', values: ['INFO', 'DEBUG'], says: 'How much it writes.' } as const;
const store = { kind: 'text', variable: 'STORE', pattern: /^\/\w+$/, expected: 'a folder', says: 'Where it stores.' } as const;
const other = { ...store, says: 'The same, by another name.' };

/** Keeps data in a folder that it is told of. */
const keeping = (more: Partial<ServiceProps> = {}) => [
  testService('a', {
    persists: [{ holds: 'notes', unset: '/store', path: '/kept', through: { variable: 'STORE' } }],
    ...more,
  }),
];

const PERSIST = 'switches: { persist: true }\n';

const laptop = (own: ReturnType<typeof keeping>, said: string, more = '') =>
  servicesOfOverride(planOver(own, `${sizes(`  a: { memory: { limit: 64Mi }${said} }`)}${more}`))['fm-a']?.environment;

const plan = (own: ReturnType<typeof keeping>, said: string) =>
  clusterOver(
    own,
    `images: { a: "1.0" }\nservices: { a: { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }${said} } }\n`,
  );

const cluster = (own: ReturnType<typeof keeping>, said: string): readonly { readonly name: string; readonly value?: string }[] =>
  find(objectsOf(plan(own, said)), 'Deployment', 'fm-a').spec.template.spec.containers[0].env;

describe('a setting of one service', () => {
  const own = keeping({ configurable: configurable({ settings: { logLevel } }) });
  const said = ', settings: { logLevel: DEBUG }';

  it('is told its image on both targets', () => {
    expect(laptop(own, said)).toEqual({ LOG_LEVEL: 'DEBUG' });
    expect(cluster(own, said)).toContainEqual({ name: 'LOG_LEVEL', value: 'DEBUG' });
  });

  it('takes nothing away of what keeps its data', () => {
    expect(laptop(own, said, PERSIST)).toEqual({ STORE: '/kept', LOG_LEVEL: 'DEBUG' });
    expect(laptop(own, `${said}, environment: { A: x }`, PERSIST)).toEqual({ STORE: '/kept', LOG_LEVEL: 'DEBUG', A: 'x' });
  });
});

describe('a variable of one service', () => {
  const own = keeping({ variables: { A: '1', ...onlyIn('laptop', { B: '2' }), ...onlyIn('cluster', { C: '3' }) } });

  it('is told where it is meant for', () => {
    expect(laptop(own, '')).toEqual({ A: '1', B: '2' });
    expect(cluster(own, '')).toEqual(
      expect.arrayContaining([
        { name: 'A', value: '1' },
        { name: 'C', value: '3' },
      ]),
    );
    expect(cluster(own, '').map(({ name }) => name)).not.toContain('B');
  });
});

describe('two that tell an image different things', () => {
  it('are told apart where the profile asks for one of them', () => {
    const own = keeping({ configurable: configurable({ settings: { store } }) });
    expect(laptop(own, ', settings: { store: /other }')).toEqual({ STORE: '/other' });
    expect(laptop(own, ', settings: { store: /kept }', PERSIST)).toEqual({ STORE: '/kept' });
    expect(problemsOf(() => laptop(own, ', settings: { store: /other }', PERSIST))).toEqual([
      'x.yaml:4:52: services.a.settings.store: expected none beside switches.persist, which sets STORE to another value',
    ]);
  });

  it('may be two settings', () => {
    const own = keeping({ configurable: configurable({ settings: { store, other } }) });
    expect(problemsOf(() => laptop(own, ', settings: { store: /x, other: /y }'))).toEqual([
      'x.yaml:4:63: services.a.settings.other: expected none beside services.a.settings.store, which sets STORE to another value',
    ]);
  });

  it('may be the service and a switch', () => {
    const own = keeping({ variables: { STORE: '/mine' } });
    expect(laptop(own, '')).toEqual({ STORE: '/mine' });
    expect(problemsOf(() => laptop(own, '', PERSIST))).toEqual([
      'x.yaml:5:22: switches.persist: expected none beside the service, which sets STORE to another value',
    ]);
  });

  it('may be the service and what follows from what the profile says of it, on any target', () => {
    const follow = ({ store: where = '/mine' }: { readonly store?: string }) => ({ variables: { STORE: where } });
    const own = keeping({
      variables: { STORE: '/mine' },
      configurable: configurable({ cluster: { store: oneOf(['/mine', '/yours'], 'Where.') }, follow }),
    });
    expect(() => cluster(own, ', store: /mine')).not.toThrow();
    expect(problemsOf(() => plan(own, ', store: /yours'))).toEqual([
      'x.yaml:3:16: services.a: expected none beside the service, which sets STORE to another value',
    ]);
  });

  it('may be the service and a setting', () => {
    const clash = keeping({ variables: { STORE: '/mine' }, configurable: configurable({ settings: { store } }) });
    expect(problemsOf(() => laptop(clash, ', settings: { store: /other }'))).toEqual([
      'x.yaml:4:52: services.a.settings.store: expected none beside the service, which sets STORE to another value',
    ]);
  });
});

it('draws consequences from what belongs to the target alone', () => {
  const follow = ({ loud, quiet }: { readonly loud?: boolean; readonly quiet?: boolean }) => ({
    variables: { SAID: `${loud} ${quiet}` },
  });
  const own = keeping({ configurable: configurable({ laptop: { loud: flag('') }, cluster: { quiet: flag('') }, follow }) });
  expect(laptop(own, ', loud: true')).toEqual({ SAID: 'true undefined' });
  expect(cluster(own, ', quiet: true')).toContainEqual({ name: 'SAID', value: 'undefined true' });
});
