import type { Effect, ObjectChange } from '../../../../lib/targets/kubernetes/diff/effect';
import { copiesMissing, dataLost } from '../../../../lib/targets/kubernetes/diff/kept';
import type { Any } from '../../../support/cluster';
import { labelled, object, planOf, sideOf, sizedOf } from './objects';

/** A workload of the service `cart` whose container has variables, and mounts disks. */
const workload = (variables: Any = {}, { replicas, volumes, mounts, templates, kind = 'Deployment', name = 'web' }: Any = {}): Any =>
  labelled(
    object(kind, name, {
      spec: {
        replicas,
        volumeClaimTemplates: templates,
        template: {
          spec: {
            volumes,
            containers: [{ env: Object.entries(variables).map(([key, value]) => ({ name: key, value })), volumeMounts: mounts }],
          },
        },
      },
    }),
    'shop-cart',
  );

const RESTART: Effect = { kind: 'restart', how: 'rolling', pods: { kind: 'Deployment', name: 'web' }, why: [] };
const changed = (before: Any, after: Any | undefined, ...effects: readonly Effect[]): ObjectChange => ({
  ref: { kind: before.kind, name: before.metadata.name },
  change: after === undefined ? 'removed' : 'changed',
  before,
  after,
  effects,
});

/** What is lost of a service, as `code Kind/name: what`, where its workload becomes another one. */
function lost(cart: Any, before: Any, after: Any | undefined, changes: readonly ObjectChange[] = []): readonly string[] {
  const sides = { before: sideOf([before]), after: sideOf(after === undefined ? [] : [after]) };
  return dataLost([sizedOf('cart', cart)], sides, changes).map(({ code, ref, what }) => `${code} ${ref.kind}/${ref.name}: ${what}`);
}

const database = (more: Any = {}): Any => ({ configured: { database: { holds: 'orders', where: ['DB'], shared: true, ...more } } });
const LEFT = 'data-left-behind Deployment/web: it looks elsewhere for orders:';

describe('of a service that looks elsewhere for its data', () => {
  it.each<[string, Any, Any, Any, readonly string[]]>([
    ['another database', database(), { DB: 'a' }, { DB: 'b' }, [`${LEFT} DB a→b`]],
    ['the same database', database(), { DB: 'a' }, { DB: 'a' }, []],
    ['a database for the first time', database(), {}, { DB: 'a' }, []],
    ['no database', database(), { DB: 'a' }, {}, [`${LEFT} DB a→none`]],
    [
      'what has another value of two',
      database({ where: ['HOST', 'DB'] }),
      { HOST: 'x', DB: 'a' },
      { HOST: 'x', DB: 'b' },
      [`${LEFT} DB a→b`],
    ],
    ['what two variables say', database({ where: ['HOST', 'DB'] }), { HOST: 'x' }, { HOST: 'y', DB: 'b' }, [`${LEFT} HOST x→y, DB none→b`]],
    ['what no variable says', database({ where: undefined }), { DB: 'a' }, { DB: 'b' }, []],
    ['a database of nothing', database({ holds: undefined }), { DB: 'a' }, { DB: 'b' }, []],
    [
      'a database of what a process keeps',
      { configured: { database: { where: ['DB'], shared: true }, hazards: [{}, { inMemory: 'orders' }] } },
      { DB: 'a' },
      { DB: 'b' },
      [`${LEFT} DB a→b`],
    ],
    [
      'files',
      { configured: { files: { holds: 'orders', where: ['BUCKET'] }, hazards: [{ inMemory: 'others' }] } },
      { BUCKET: 'a' },
      { BUCKET: 'b\n' },
      [`${LEFT} BUCKET a→b\\n`],
    ],
    [
      'files of nothing',
      { configured: { files: { where: ['BUCKET'] }, hazards: [{ inMemory: 'others' }] } },
      { BUCKET: 'a' },
      { BUCKET: 'b' },
      [],
    ],
    ['a value that is no text', database(), { DB: {} }, { DB: 'b' }, []],
  ])('says so of %s', (_, cart, before, after, expected) => {
    expect(lost(cart, workload(before), workload(after))).toEqual(expected);
  });

  it('names what it looks for once', () => {
    const cart = { ...database(), configured: { ...database().configured, files: { holds: 'orders', where: ['BUCKET'] } } };
    expect(lost(cart, workload({ DB: 'a', BUCKET: 'a' }), workload({ DB: 'b', BUCKET: 'b' }))).toEqual([`${LEFT} BUCKET a→b`]);
  });

  it('says nothing where nothing looks any more, or another service does', () => {
    expect(lost(database(), workload({ DB: 'a' }), undefined)).toEqual([]);
    expect(lost(database(), workload({ DB: 'a' }), labelled(workload({ DB: 'b' }), 'shop-orders'))).toEqual([]);
    expect(lost(database(), workload({ DB: 'a' }), workload({ DB: 'b' }, { kind: 'Job' }))).toEqual([]);
  });

  it('says how nothing is lost', () => {
    const sides = { before: sideOf([workload({ DB: 'a' })]), after: sideOf([workload({ DB: 'b' })]) };
    expect(dataLost([sizedOf('cart', database())], sides, [])[0]?.way).toMatch(/^copy orders to the new place before anybody uses it; /);
  });
});

const memory = { configured: { hazards: [{ inMemory: 'sessions' }] } };
const WITH = 'data-in-pods-lost Deployment/web: pods of it end, and no disk holds';
const folder = {
  service: { persists: [{ through: { variable: 'DATA' }, holds: 'uploads' }] },
  configured: { parts: [{ by: 'x', says: { DATA: '/data/a' } }] },
};
const web = workload({ DATA: '/data/a' });

describe('of pods that keep data', () => {
  it.each<[string, ObjectChange, readonly string[]]>([
    ['restart', changed(web, web, RESTART), [`${WITH} sessions, which go with them`]],
    ['are deleted', changed(web, undefined, { kind: 'deleted' }), [`${WITH} sessions, which go with them`]],
    ['stay', changed(web, web, { kind: 'in-place', why: [] }), []],
    ['are fewer', changed(workload({}, { replicas: 3 }), workload({}, { replicas: 2 })), [`${WITH} sessions, which go with them`]],
    ['are gone', changed(workload({}, { replicas: 3 }), undefined), [`${WITH} sessions, which go with them`]],
    ['are more', changed(workload({}, { replicas: 2 }), workload({}, { replicas: 3 })), []],
    ['are as many', changed(workload({}, { replicas: 2 }), workload({}, { replicas: 2 })), []],
    ['are of another name', changed(workload({}, { name: 'other' }), web, RESTART), []],
    ['are of another kind', changed(workload({}, { kind: 'StatefulSet' }), web, RESTART), []],
    ['are new', { ref: { kind: 'Deployment', name: 'web' }, change: 'added', after: web, effects: [RESTART] }, []],
  ])('says what goes with those that %s', (_, change, expected) => {
    expect(lost(memory, web, web, [change])).toEqual(expected);
  });

  const claim = { volumes: [{ name: 'd', persistentVolumeClaim: {} }], mounts: [{ name: 'd', mountPath: '/data' }] };
  it.each<[string, Any, readonly string[]]>([
    ['no disk', {}, [`${WITH} uploads, which go with them`]],
    ['a disk', claim, []],
    ['a disk of members', { templates: [{ metadata: { name: 'd' } }], mounts: claim.mounts }, []],
    ['a disk in another folder', { ...claim, mounts: [{ name: 'd', mountPath: '/other' }] }, [`${WITH} uploads, which go with them`]],
    ['a disk that has no folder', { ...claim, mounts: [{ name: 'd' }] }, [`${WITH} uploads, which go with them`]],
    ['a folder of memory', { volumes: [{ name: 'd', emptyDir: {} }], mounts: claim.mounts }, [`${WITH} uploads, which go with them`]],
    ['another volume', { ...claim, mounts: [{ name: 'e', mountPath: '/data' }] }, [`${WITH} uploads, which go with them`]],
  ])('knows whether a folder is on a disk: %s', (_, parts, expected) => {
    const before = workload({ DATA: '/data/a' }, parts);
    expect(lost(folder, before, before, [changed(before, before, RESTART)])).toEqual(expected);
  });

  it('does not name what is left behind as well', () => {
    const after = workload({ DATA: '/data/b' });
    expect(lost(folder, web, after, [changed(web, after, RESTART)])).toEqual([
      'data-left-behind Deployment/web: it looks elsewhere for uploads: DATA /data/a→/data/b',
    ]);
  });

  it.each<[string, Any, string]>([
    ['no other way', {}, 'apply when sessions may go'],
    [
      'a database',
      { database: { instead: { key: 'database', value: 'postgres' } }, files: {} },
      'apply when sessions may go, or copy them out of the pods first; from then on services.cart.database: postgres keeps them',
    ],
    [
      'a bucket',
      { files: { instead: { key: 'files', value: 's3' } } },
      'apply when sessions may go, or copy them out of the pods first; from then on services.cart.files: s3 keeps them',
    ],
  ])('says how they stay where there is %s', (_, configured, expected) => {
    const sides = { before: sideOf([web]), after: sideOf([web]) };
    const cart = sizedOf('cart', { configured: { ...memory.configured, ...configured } });
    expect(dataLost([cart], sides, [changed(web, web, RESTART)])[0]?.way).toBe(expected);
  });
});

describe('of copies that go elsewhere', () => {
  const tasks = [{ name: 'backup', copiesTo: ['BUCKET', 'PREFIX'] }, { name: 'other' }];
  const plan = planOf(sizedOf('cart', { members: { tasks } }), sizedOf('web', { members: null }));
  const job = (name: string, component: string, variables: Any = {}): Any =>
    labelled(
      object('CronJob', name, {
        spec: {
          jobTemplate: {
            spec: {
              template: { spec: { containers: [{ env: Object.entries(variables).map(([key, value]) => ({ name: key, value })) }] } },
            },
          },
        },
      }),
      'shop-cart',
      component,
    );
  const jobs = [job('cart-other', 'other'), job('cart-backup', 'backup')];
  const missing = (before: readonly Any[], after: readonly Any[]): readonly string[] =>
    copiesMissing(plan, { before: sideOf(before), after: sideOf(after) });
  const note = (place: string, old = ''): string =>
    `there is no backup of cart yet where it goes from now on (${place}): make one right after the apply: kubectl create job --from=cronjob/cart-backup cart-backup-$(date +%s)${old}.`;
  const STAYS = '. What is in the old place stays there';

  it('says that there is none, and how to make one', () => {
    expect(missing([workload()], [workload({ BUCKET: 'b', PREFIX: 'p' }), ...jobs])).toEqual([note('BUCKET b, PREFIX p')]);
    expect(missing([workload({ BUCKET: 'a' })], [workload({ BUCKET: 'b' }), ...jobs])).toEqual([note('BUCKET b', STAYS)]);
    expect(missing([workload({ PREFIX: 'p' })], [workload({ BUCKET: 'b', PREFIX: 'p' }), ...jobs])).toEqual([note('BUCKET b', STAYS)]);
  });

  it('reads the variables of the task, too', () => {
    expect(missing([workload(), job('cart-backup', 'backup', { BUCKET: 'a' })], [job('cart-backup', 'backup', { BUCKET: 'b' })])).toEqual([
      note('BUCKET b', STAYS),
    ]);
  });

  it.each<[string, readonly Any[], readonly Any[]]>([
    ['goes where it went', [workload({ BUCKET: 'a' })], [workload({ BUCKET: 'a' }), ...jobs]],
    ['goes nowhere any more', [workload({ BUCKET: 'a' })], [workload(), ...jobs]],
    ['is new', [], [workload({ BUCKET: 'a' }), ...jobs]],
    ['no task makes', [workload()], [workload({ BUCKET: 'a' }), job('cart-other', 'other')]],
    ['another service makes', [workload()], [labelled(workload({ BUCKET: 'a' }), 'shop-orders'), ...jobs]],
    ['something else is told of', [workload()], [workload({ BUCKET: 'a' }, { kind: 'Job' }), ...jobs]],
  ])('says nothing of a copy that %s', (_, before, after) => {
    expect(missing(before, after)).toEqual([]);
  });
});
