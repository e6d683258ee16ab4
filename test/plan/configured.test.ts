import { configurable } from '../../lib/model/setting';
import { fitTo } from '../../lib/targets/compose/plan/fit';
import { Memory } from '../../lib/units/memory';
import { find, objectsOf, shopPlan, shopPlanOf } from '../support/cluster';
import { servicesOfOverride } from '../support/compose';
import { planOver, shopLaptop, sizes } from '../support/plans';
import { problemsOf } from '../support/problems';
import { testService } from '../support/services';

const files = {
  kind: 'memory',
  variable: 'MAX_FILE_SIZE_MB',
  least: Memory.parse('1Mi'),
  most: Memory.parse('1Gi'),
  says: 'The largest file.',
} as const;

/** One that takes files of 50 MiB unless it is told otherwise, and one that passes them on: both hold them. */
const taker = testService('taker', {
  bodies: { atRest: Memory.none, times: 2, measured: { with: Memory.parse('50Mi'), times: 5 } },
  configurable: configurable({
    settings: { files },
    follow: ({ settings: { files: most = Memory.parse('50Mi') } }) => ({ largestUpload: most }),
  }),
});
const passer = testService('passer', { bodies: { atRest: Memory.none, times: 2, measured: { with: Memory.parse('50Mi'), times: 5 } } });
const bystander = testService('bystander');
const own = [taker, passer, bystander];

const memory = (limit: string, more = ''): string => `{ memory: { limit: ${limit} }${more} }`;
const plan = (taking: string, passing: string) =>
  planOver(own, sizes(`  taker: ${taking}\n  passer: ${passing}\n  bystander: ${memory('64Mi')}`));

describe('files that are larger than those that a floor was measured with', () => {
  it('leave the floors as they are when nobody wants them', () => {
    expect(() => plan(memory('64Mi'), memory('64Mi'))).not.toThrow();
    expect(() => plan(memory('64Mi', ', settings: { files: 10Mi }'), memory('64Mi'))).not.toThrow();
  });

  it('need more memory wherever they are held, and nowhere else', () => {
    expect(problemsOf(() => plan(memory('128Mi', ', settings: { files: 100Mi }'), memory('313Mi')))).toEqual([
      'x.yaml:4:29: services.taker.memory.limit: expected at least 314Mi, because it holds files of up to 100Mi, got 128Mi',
      'x.yaml:5:30: services.passer.memory.limit: expected at least 314Mi, because it holds files of up to 100Mi, got 313Mi',
    ]);
    expect(() => plan(memory('314Mi', ', settings: { files: 100Mi }'), memory('314Mi'))).not.toThrow();
  });

  it('keep their memory when a plan is fitted to a machine', () => {
    const wide = plan(memory('1Gi', ', settings: { files: 100Mi }'), memory('1Gi'));
    const fitted = fitTo(wide, { memory: Memory.parse('700Mi'), keep: Memory.none });
    if (!('plan' in fitted)) throw new Error('expected it to fit');
    for (const { service, size } of fitted.plan.services)
      expect(size.memory.limit.mebibytes).toBeGreaterThanOrEqual(service.bodies ? 314 : 64);
    expect(fitTo(wide, { memory: Memory.parse('600Mi'), keep: Memory.none })).toMatchObject({ shortfall: { missing: { mebibytes: 92 } } });
  });
});

it('shrinks a size and keeps what the profile says of the image', () => {
  const said = shopLaptop(['services.cart.settings.currency=USD', 'services.cart.environment.A=x']);
  const fitted = fitTo(said, { memory: Memory.parse('4Gi') });
  if (!('plan' in fitted)) throw new Error('expected it to fit');
  expect(servicesOfOverride(fitted.plan)['shop-cart']?.environment).toMatchObject({ CURRENCY: 'USD', A: 'x' });
});

describe('in an override', () => {
  it('sets what settings and variables say, as it stands', () => {
    const plan = shopLaptop(["services.cart.environment.A='it costs $5, $$ and ${B}'", 'services.cart.settings.currency=USD']);
    expect(servicesOfOverride(plan)['shop-cart']?.environment).toEqual({ CURRENCY: 'USD', A: 'it costs $$5, $$$$ and $${B}' });
  });

  it('leaves it to persist where a service keeps its data', () => {
    expect(problemsOf(() => shopLaptop(['services.orders.environment.RECEIPTS=/x'])).join()).toContain(
      'services.orders.environment.RECEIPTS: expected another variable',
    );
  });
});

describe('in a cluster', () => {
  it('sets what settings and variables say, as it stands, in every container of the image', () => {
    const objects = objectsOf(shopPlanOf("services: { orders: { environment: { A: 'it costs $5, $$ and $(HOME)' } } }\n"));
    const pod = find(objects, 'Deployment', 'shop-orders').spec.template.spec;
    const job = find(objects, 'Job', 'shop-orders-migrate');
    for (const { env } of [...pod.initContainers, ...pod.containers, ...job.spec.template.spec.containers])
      expect(env).toContainEqual({ name: 'A', value: 'it costs $$5, $$$$ and $$(HOME)' });
  });

  it('sets variables of members, in the containers of the image itself', () => {
    const { containers } = find(objectsOf(shopPlan(['services.search.environment.A=x'])), 'StatefulSet', 'shop-search').spec.template.spec;
    expect(containers[0].env).toContainEqual({ name: 'A', value: 'x' });
  });

  it.each([
    ['cart', 'HOME'],
    ['cart', 'ORDERS_URL'],
    ['orders', 'DATABASE_URL'],
    ['orders', 'PGUSER'],
    ['search', 'INDEX'],
    ['postgres', 'POD_IP'],
  ])('lets nobody set what it sets of %s itself: %s', (kind, name) => {
    expect(problemsOf(() => shopPlan([`services.${kind}.environment.${name}=x`]))).toEqual([
      `--set: services.${kind}.environment.${name}: expected another variable: the program sets this one itself`,
    ]);
  });
});
