import { undoneByApply } from '../../../../lib/targets/kubernetes/diff/undone';
import { kubernetes } from '../../../../lib/targets/kubernetes/render/kubernetes';
import { shopPlan, shopPlanOf } from '../../../support/cluster';

const fileOf = (path: string, plan = shopPlan()): string => kubernetes(plan, 'a header').find((file) => file.path === path)?.content ?? '';
const before = fileOf('postgres.yaml');

it('says nothing of what Kubernetes changes in place', () => {
  expect(undoneByApply(before, before)).toEqual([]);
  const changed = shopPlanOf('services: { postgres: { cpu: { request: 1, limit: 1 }, loopWait: 6 } }\nimages: { postgres: "4.2" }\n');
  expect(fileOf('postgres.yaml', changed)).not.toBe(before);
  expect(undoneByApply(before, fileOf('postgres.yaml', changed))).toEqual([]);
});

it('takes a number that is none for nothing: somebody has edited the file', () => {
  const edited = before.replaceAll('namespace: shop', 'namespace: .nan');
  expect(undoneByApply(edited, before)).toEqual([expect.stringMatching(/^StatefulSet postgres: its namespace goes from none to shop/)]);
});

it('names the way to PriorityClasses of another value', () => {
  const [path, after] = ['priority-classes.yaml', shopPlanOf('priorities: { yields: true }\n')];
  expect(undoneByApply(fileOf(path), fileOf(path, after))).toContain(
    'PriorityClass shop-data: its value goes from 1000000 to 50000: kubectl delete priorityclass shop-data, then apply, and restart what shall have the new one',
  );
  expect(undoneByApply(fileOf(path), fileOf(path))).toEqual([]);
});

it.each([
  [
    'larger',
    '200Gi',
    /^StatefulSet postgres: the size of its disks goes from 10Gi to 200Gi: apply the new quota first .*for each member N, kubectl patch pvc data-postgres-N .*"storage":"200Gi".*--cascade=orphan/,
  ],
  ['smaller', '5120Mi', /^StatefulSet postgres: the size of its disks goes from 10Gi to 5Gi: a disk never shrinks: .*--cascade=orphan/],
])('names the way to %s disks', (_, size, expected) => {
  const after = fileOf('postgres.yaml', shopPlan([`services.postgres.volume.size=${size}`]));
  expect(undoneByApply(before, after)).toEqual([expect.stringMatching(expected)]);
});

it('names the way to disks of another class', () => {
  const after = fileOf('postgres.yaml', shopPlan(['services.postgres.volume.class=fast']));
  expect(undoneByApply(before, after)).toEqual([expect.stringContaining("the class of its disks goes from the cluster's default to fast")]);
});

it.each([
  ['another serviceName', 'serviceName: postgres-members', 'serviceName: other', 'the Service that names its members changes'],
  ['another way to start pods', 'podManagementPolicy: Parallel', 'podManagementPolicy: OrderedReady', 'how its pods are started changes'],
])('names the way to %s', (_, from, to, expected) => {
  expect(before).toContain(from);
  expect(undoneByApply(before.replace(from, to), before)).toEqual([expect.stringContaining(expected)]);
});

it('names the way to another selector, of a Deployment too', () => {
  const cart = fileOf('shop-cart.yaml');
  const other = cart.replaceAll('app.kubernetes.io/component: service', 'app.kubernetes.io/component: other');
  expect(undoneByApply(other, cart)).toEqual([
    expect.stringMatching(/^Deployment shop-cart: its selector changes: kubectl delete deployment shop-cart/),
  ]);
});

it('never has the only copy of the data thrown away', () => {
  const smaller = fileOf('shop-search.yaml', shopPlan(['services.search.volume.size=4Gi']));
  const [way, ...more] = undoneByApply(fileOf('shop-search.yaml'), smaller);
  expect(more).toEqual([]);
  expect(way).toMatch(/copy nothing from one another: save what is on data-shop-search-0/);
  expect(way).not.toMatch(/in sync/);
});

it('looks at the disk of a single service: it grows in place, and shrinks in no way', () => {
  const one = ['services.orders.replicas=1', 'services.orders.minAvailable=null'];
  const orders = (size: string): string => fileOf('shop-orders.yaml', shopPlan([...one, `services.orders.volume.size=${size}`]));
  expect(undoneByApply(orders('20Gi'), orders('30Gi'))).toEqual([]);
  expect(undoneByApply(orders('20Gi'), orders('10Gi'))).toEqual([
    expect.stringMatching(/^PersistentVolumeClaim shop-orders: the size of its disk goes from 20Gi to 10Gi: a disk never shrinks: save/),
  ]);
});
