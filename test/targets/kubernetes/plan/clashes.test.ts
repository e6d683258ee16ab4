import { secretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { clusterPlan, clusterPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';

const problems = (text: string): readonly string[] =>
  problemsOf(() => clusterPlanOf(`${text}\n`)).map((line) => line.replace(/^.*?: /, ''));

it.each(secretsOf(clusterPlan()).map(({ name }) => name))(
  "refuses to take the services' own Secret %s for a certificate or a login",
  (name) => {
    const message = `expected a Secret of its own: ${name} is one that the services read (list secrets)`;
    expect(problems(`ingress: { tlsSecret: ${name} }`)).toEqual([`ingress.tlsSecret: ${message}`]);
    expect(problems(`pullSecret: ${name}`)).toEqual([`pullSecret: ${message}`]);
  },
);

it('refuses one Secret for certificate and login', () => {
  expect(problems('pullSecret: faultmaven-tls')).toEqual([
    'pullSecret: expected a Secret of its own: faultmaven-tls is the certificate of the host (ingress.tlsSecret)',
  ]);
});

it('takes the name of a Secret that nobody reads', () => {
  expect(clusterPlanOf('services: { redis: { export: null } }\npullSecret: redis-export\n').profile.pullSecret).toBe('redis-export');
});

it.each(['data-redis-0', 'data-postgres-2', 'data-chromadb-7', 'fm-case-service', 'fm-knowledge-service'])(
  'refuses the claim %s, the disk of a service, for the model',
  (name) => {
    expect(problems(`services: { knowledge: { model: { volume: ${name} } } }`)).toEqual([
      expect.stringMatching(new RegExp(`^services\\.knowledge\\.model\\.volume: expected a claim of your own: ${name} is the disk of `)),
    ]);
  },
);

it.each(['data-redis', 'data-redis-x', 'redis', 'data-fm-case-service-0'])('takes the claim %s', (name) => {
  expect(() => clusterPlanOf(`services: { knowledge: { model: { volume: ${name} } } }\n`)).not.toThrow();
});
