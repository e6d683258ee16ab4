import { secretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { shopPlan, shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';

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
