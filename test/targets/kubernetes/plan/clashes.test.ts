import { onlyIn } from '../../../../lib/model/environment';
import type { LoadedModel } from '../../../../lib/model/loaded-model';
import { secretKey } from '../../../../lib/model/secret';
import { configurable } from '../../../../lib/model/setting';
import { clashesIn } from '../../../../lib/targets/kubernetes/plan/clashes';
import { secretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { dnsLabel, objectName } from '../../../../lib/units/name';
import { shopPlan, shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const problems = (text: string): readonly string[] => problemsOf(() => shopPlanOf(`${text}\n`)).map((line) => line.replace(/^.*?: /, ''));

it.each(secretsOf(shopPlan()).map(({ name }) => name))(
  "refuses to take the services' own Secret %s for a certificate or a login",
  (name) => {
    const message = `expected a Secret of its own: ${name} is one that the services read (list secrets)`;
    expect(problems(`ingress: { tlsSecret: ${name} }`)).toEqual([`ingress.tlsSecret: ${message}`]);
    expect(problems(`pullSecret: ${name}`)).toEqual([`pullSecret: ${message}`]);
  },
);

it('refuses one Secret for certificate and login', () => {
  expect(problems('pullSecret: shop-tls')).toEqual([
    'pullSecret: expected a Secret of its own: shop-tls is the certificate of the host (ingress.tlsSecret)',
  ]);
});

it('takes the name of a Secret that nobody reads', () => {
  expect(shopPlanOf('services: { postgres: { backup: null } }\npullSecret: postgres-backup\n').profile.pullSecret).toBe('postgres-backup');
});

it('refuses the certificate of a further host as it refuses the first, and says so once', () => {
  const further = (hosts: string, more = '') => problems(`ingress: { hosts: [${hosts}] }${more}`);
  expect(further('{ host: b.acme.net, tlsSecret: postgres }')).toEqual([
    'ingress.hosts.0.tlsSecret: expected a Secret of its own: postgres is one that the services read (list secrets)',
  ]);
  const twice = '{ host: b.acme.net, tlsSecret: more }, { host: c.acme.net, tlsSecret: more }';
  expect(further(twice, '\npullSecret: more')).toEqual([
    'pullSecret: expected a Secret of its own: more is the certificate of the host (ingress.hosts.0.tlsSecret)',
  ]);
  expect(() => shopPlanOf(`ingress: { hosts: [${twice}] }\npullSecret: login\n`)).not.toThrow();
});

describe('of services of its own', () => {
  const source = { file: 'x.yaml', line: 1, column: 1 } as never;
  const of = (services: Parameters<typeof clashesIn>[0], named: Partial<Parameters<typeof clashesIn>[1]> = {}) =>
    clashesIn(services, { sourceAt: () => source, ...named }).map(({ path, message }) => `${path}: ${message}`);

  it('a certificate may have the name of a Secret in a compartment, and a login may not, which is in each', () => {
    const key = secretKey('shared', 'key', { holds: 'a key', rotation: 'never' });
    const platform = { usual: {}, compartment: { name: dnsLabel('watch'), pods: 'restricted' } } as const;
    const watch = sizedAs(testService('watch', { platform, variables: onlyIn('cluster', { KEY: key }) }), { replicas: 1 });
    const shared = objectName('shared');
    expect(of([watch], { ingress: { host: 'a.acme.net', tlsSecret: shared } as never })).toEqual([]);
    expect(of([watch], { pullSecret: shared })).toEqual([
      'pullSecret: expected a Secret of its own: shared is one that the services read (list secrets)',
    ]);
  });

  it('a claim with a model is no disk of a service', () => {
    const model = (name: string): LoadedModel => ({
      what: 'the model',
      from: 'volume',
      claim: { name: objectName(name), path: '/model', named: ['model', 'claim'] },
      environment: {},
      reaches: [],
      shared: true,
    });
    const reader = (name: string) =>
      sizedAs(testService('reader', { configurable: configurable({ follow: () => ({ model: model(name) }) }) }), { replicas: 1 });
    const store = sizedAs(testService('store'), { replicas: 1 });
    expect(of([reader('models'), store])).toEqual([]);
    expect(of([reader('fm-store'), store])).toEqual([
      'services.reader.model.claim: expected a claim of your own: fm-store is the disk of store',
    ]);
  });
});
