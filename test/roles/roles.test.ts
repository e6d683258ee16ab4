import type { Variables } from '../../lib/model/environment';
import type { Hazard } from '../../lib/model/hazard';
import type { Members } from '../../lib/model/members';
import { disk } from '../../lib/model/pod';
import type { Service, ServiceProps } from '../../lib/model/service';
import { configurable } from '../../lib/model/setting';
import type { MemberSize } from '../../lib/model/size';
import type { Database } from '../../lib/model/store';
import { members, type Runs, type SizeWith } from '../../lib/model/workload';
import { parseProfile } from '../../lib/profile/parse';
import type { ProfileShape } from '../../lib/profile/profile-shape';
import { unknownKeys } from '../../lib/profile/unknown-keys';
import {
  areConnected,
  countedBy,
  drainingOf,
  findingsOf,
  namesOf,
  nodesOf,
  podsOf,
  remarksOf,
  shapeOf,
  spreadOf,
  steadyNamesOf,
  whyOnlyOne,
} from '../../lib/roles/roles';
import { rule } from '../../lib/shape/rule';
import { wholeNumber } from '../../lib/shape/values';
import { seconds } from '../../lib/units/duration';
import { testService } from '../support/services';
import { complaintsAbout, sizedAs } from '../support/sized';

const RUNS: Runs = { command: ['serve'], drain: seconds(1), priority: 'core' };
const HAZARD: Hazard = { code: 'split', what: 'they share nothing', consequence: 'c', wayOut: 'w', evidence: 'e' };

const alike = testService('alike', { workload: { ...RUNS, role: 'interchangeable', writes: ['/data'] } });
const split = testService('split', { workload: { ...RUNS, role: 'interchangeable', divergent: HAZARD } });
const alone = testService('alone', { workload: { ...RUNS, role: 'exclusive', because: 'a second one does everything twice' } });

const everywhere = testService('everywhere', { workload: { ...RUNS, role: 'perNode' } });

const VOLUME = { volume: { size: '1Gi' } };
const made = ({ volume }: MemberSize): Members<never> => ({
  mounts: [{ at: '/data', volume: disk('data', volume) }],
  containers: [{ name: 'one', command: ['serve'], environment: {}, probes: {} }],
});
const OPTIONS = { votes: wholeNumber(1, 9, 'How many have to agree.') };
const choosing = testService('choosing', {
  workload: members({
    options: OPTIONS,
    rules: [
      rule<SizeWith<typeof OPTIONS>>(['replicas', 'votes'], ({ replicas, votes }, at) => {
        if (votes > replicas) at(`expected at most ${replicas}, got ${votes}`, 'votes');
      }),
    ],
    leader: { by: 'label', label: 'role', leads: 'first', follows: 'second' },
    findings: { 'no-failover': { means: 'All have to agree.', matters: 'They never do.', wayOut: 'Fewer votes.' } },
    of: (size) => ({
      ...made(size),
      remarks:
        size.votes === size.replicas ? [{ code: 'no-failover', severity: 'error', at: ['votes'], message: 'all have to agree' }] : [],
    }),
  }),
});
const spare = testService('spare', { workload: members({ leader: { by: 'first', hazard: HAZARD }, of: made }) });

describe('what runs', () => {
  it.each([
    [alike, { replicas: 3 }, { least: 3, most: 3 }],
    [alike, { replicas: { min: 2, max: 5 } }, { least: 2, most: 5 }],
    [alone, { replicas: 1 }, { least: 1, most: 1 }],
    [choosing, { replicas: 3, votes: 2, ...VOLUME }, { least: 3, most: 3 }],
  ])('counts the pods of $kind', (service, size, pods) => {
    expect(podsOf(sizedAs(service, size))).toEqual(pods);
  });

  it('counts a pod for each node', () => {
    expect(podsOf(sizedAs(everywhere, {}, 7))).toEqual({ least: 7, most: 7 });
    expect(drainingOf(sizedAs(everywhere, {}, 7))).toBeUndefined();
  });

  it.each([
    [alike, { replicas: 2 }, { minAvailable: 1, unhealthy: 'evict' }],
    [alike, { replicas: { min: 5, max: 9 } }, { minAvailable: 2, unhealthy: 'evict' }],
    [alike, { replicas: 3, minAvailable: 1, unhealthy: 'keep' }, { minAvailable: 1, unhealthy: 'keep' }],
    [choosing, { replicas: 5, votes: 2, ...VOLUME }, { minAvailable: 3, unhealthy: 'keep' }],
    [choosing, { replicas: 2, votes: 2, ...VOLUME }, { minAvailable: 1, unhealthy: 'keep' }],
    [choosing, { replicas: 1, votes: 1, ...VOLUME }, undefined],
    [alike, { replicas: 1 }, undefined],
    [alone, { replicas: 1 }, undefined],
  ])('says what of $kind stays up while nodes are drained', (service, size, draining) => {
    expect(drainingOf(sizedAs(service, size))).toEqual(draining);
  });
});

describe('what a profile may say', () => {
  it('takes one pod of a service of which a second would do harm', () => {
    expect(complaintsAbout(alone, { replicas: 1 })).toEqual([]);
    expect(complaintsAbout(alone, { replicas: 2 })).toEqual(['replicas: expected 1 (a second one does everything twice), got 2']);
    for (const more of [{ minAvailable: 1 }, { unhealthy: 'keep' }, { scaling: {} }])
      expect(complaintsAbout(alone, { replicas: 1, ...more })).toHaveLength(1);
  });

  it.each([
    [alone, 'minAvailable', 'had no effect, because only one pod runs: remove it'],
    [alone, 'unhealthy', 'had no effect, because only one pod runs: remove it'],
    [alone, 'scaling', 'had no effect, because only one pod runs: remove it'],
    [choosing, 'scaling', 'members are never autoscaled: remove it'],
    [everywhere, 'replicas', 'one pod runs on each node: remove it'],
    [everywhere, 'scaling', 'one pod runs on each node: remove it'],
  ])('says of $kind and %s why it has none', (service, key, message) => {
    const schema = shapeOf(service, {});
    const shape: ProfileShape = { name: 'x', word: 'x', secretsAt: 'x', schema: () => schema as never };
    expect(
      unknownKeys(parseProfile(`${key}: 1`, 'x.yaml').tree, schema, { shape, others: [] }).map(({ problem }) => problem.message),
    ).toEqual([message]);
  });

  it('takes what the service itself lets it say of members, and of members only', () => {
    expect(complaintsAbout(choosing, { replicas: 3, votes: 2, ...VOLUME })).toEqual([]);
    expect(complaintsAbout(choosing, { replicas: 3, votes: 10, ...VOLUME })).toEqual([
      'votes: expected a whole number from 1 to 9, got 10',
    ]);
    expect(complaintsAbout(choosing, { replicas: 3, ...VOLUME })).toEqual(['votes: expected a whole number from 1 to 9, got nothing']);
    expect(complaintsAbout(spare, { replicas: 3, votes: 2, ...VOLUME })).toHaveLength(1);
  });

  it('takes no number, no disk and no budget of what runs on every node', () => {
    expect(complaintsAbout(everywhere, {})).toEqual([]);
    for (const more of [{ replicas: 2 }, VOLUME, { minAvailable: 1 }]) expect(complaintsAbout(everywhere, more)).toHaveLength(1);
  });

  it('holds values to the rules of the service, and of its role', () => {
    expect(complaintsAbout(choosing, { replicas: 3, votes: 4, ...VOLUME })).toEqual(['votes: expected at most 3, got 4']);
    expect(complaintsAbout(choosing, { replicas: 3, votes: 4, minAvailable: 3, ...VOLUME })).toEqual([
      'minAvailable: expected fewer than the fewest replicas (3), or no node can be drained, got 3',
      'votes: expected at most 3, got 4',
    ]);
  });

  it('gives each member a disk, and a template one at most', () => {
    expect(complaintsAbout(choosing, { replicas: 3, votes: 2 })).toEqual(['volume: expected a map of size, class, got nothing']);
    expect(complaintsAbout(alike, { replicas: 1, ...VOLUME })).toEqual([]);
    expect(complaintsAbout(alike, { replicas: 2, ...VOLUME })).toHaveLength(1);
    expect(complaintsAbout(split, { replicas: 1, ...VOLUME })).toEqual(['volume: expected no volume: it writes nothing to /data']);
    expect(complaintsAbout(split, { replicas: 1 })).toEqual([]);
    expect(complaintsAbout(alone, { replicas: 1, ...VOLUME })).toEqual(['volume: expected no volume: it writes nothing to /data']);
  });

  it('takes a range of replicas that goes up, and says how fast an autoscaler goes between them', () => {
    const range = { min: 2, max: 4 };
    const speed = { window: 60, every: 60 };
    const scaling = { up: { ...speed, pods: 2 }, down: { ...speed, percent: 25, pods: 1 } };
    expect(complaintsAbout(alike, { replicas: range, scaling })).toEqual([]);
    expect(complaintsAbout(alike, { replicas: range, scaling: {} })).toEqual([]);
    expect(complaintsAbout(alike, { replicas: { min: 4, max: 4 } })).toEqual([]);
    expect(complaintsAbout(alike, { replicas: { min: 5, max: 4 } })).toEqual(['replicas.min: expected at most the maximum of 4, got 5']);
    expect(complaintsAbout(alike, { replicas: 4, scaling })).toEqual([
      'scaling: expected none beside a number of replicas: only min and max are scaled between',
    ]);
    expect(complaintsAbout(alike, { replicas: range, scaling: { down: speed } })).toEqual([
      'scaling.down.percent: expected percent, pods or both',
    ]);
    expect(complaintsAbout(alike, { replicas: range, scaling: { up: { ...speed, percent: 0 } } })).toEqual([
      'scaling.up.percent: expected a whole number from 1 to 1000, got 0',
    ]);
  });

  it('says of a budget only what is wrong with itself', () => {
    expect(complaintsAbout(alike, { replicas: 2, minAvailable: 0 })).toHaveLength(1);
    expect(complaintsAbout(alike, { replicas: 2, minAvailable: 2 })).toEqual([
      'minAvailable: expected fewer than the fewest replicas (2), or no node can be drained, got 2',
    ]);
    expect(complaintsAbout(spare, { replicas: 0, minAvailable: 2, ...VOLUME })).toHaveLength(1);
    expect(complaintsAbout(spare, { replicas: 2, minAvailable: 0, ...VOLUME })).toHaveLength(1);
    // The budget of a single member is never written.
    expect(complaintsAbout(spare, { replicas: 1, minAvailable: 1, ...VOLUME })).toEqual([]);
  });

  it('gives each member all the memory that it may use', () => {
    const memory = { request: '64Mi', limit: '128Mi' };
    expect(complaintsAbout(spare, { replicas: 2, ...VOLUME, memory })).toEqual([
      'memory.request: expected the limit of 128Mi, or a node may evict the member, got 64Mi',
    ]);
    expect(complaintsAbout(alike, { replicas: 2, memory })).toEqual([]);
    expect(complaintsAbout(spare, { replicas: 2, ...VOLUME, memory: { request: '64Mi' } })).toHaveLength(1);
  });
});

describe('where pods run, and how they are found', () => {
  const three = { replicas: 3, votes: 2, ...VOLUME };
  const found = testService('found', { workload: members({ leader: { by: 'proxy' }, addresses: 'each', of: made }) });

  it.each([
    [alike, { replicas: 1 }, 'services.alike.replicas', { kind: 'anywhere' }],
    [alike, { replicas: { min: 1, max: 2 } }, 'services.alike.replicas.max', { kind: 'apart if possible' }],
    [alone, { replicas: 1 }, 'services.alone.replicas', { kind: 'anywhere' }],
    [choosing, three, 'services.choosing.replicas', { kind: 'never together', zones: 'preferred', replicas: 3 }],
    [everywhere, {}, 'nodes', { kind: 'every node' }],
  ])('says of $kind where they run, and what counts them', (service, size, path, spread) => {
    const sized = sizedAs(service, size, 7);
    expect([countedBy(sized), spreadOf(sized)]).toEqual([path, spread]);
  });

  it('tells members apart, and gives those an address that stays whose service asks for it', () => {
    expect(namesOf(sizedAs(spare, { replicas: 2, ...VOLUME }))).toEqual(['fm-spare-0', 'fm-spare-1']);
    expect(steadyNamesOf(sizedAs(spare, { replicas: 2, ...VOLUME }))).toEqual([]);
    expect(steadyNamesOf(sizedAs(found, { replicas: 2, ...VOLUME }))).toEqual(['fm-found-0', 'fm-found-1']);
    expect(namesOf(sizedAs(alike, { replicas: 2 }))).toEqual([]);
  });

  it('connects members with one another that agree on a leader', () => {
    expect([choosing, found, spare, alike, everywhere].map(({ workload }) => areConnected(workload))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('knows who shares nodes, who is alone, and who can find something', () => {
    expect([alike, alone, choosing, everywhere].map(({ workload }) => nodesOf(workload))).toEqual([
      'shared',
      'shared',
      'one for each pod',
      'one pod on each',
    ]);
    expect(whyOnlyOne(alone.workload)).toBe('a second one does everything twice');
    expect(whyOnlyOne(alike.workload)).toBeUndefined();
    expect(Object.keys(findingsOf(choosing.workload))).toEqual(['no-failover']);
    expect(findingsOf(alone.workload)).toEqual({});
  });
});

describe('what is to be said of a size', () => {
  it('warns of replicas that diverge only where there are several', () => {
    expect(remarksOf(sizedAs(split, { replicas: 2 }))).toEqual([{ hazard: HAZARD, severity: 'error', at: ['replicas'] }]);
    expect(remarksOf(sizedAs(split, { replicas: { min: 1, max: 2 } }))).toHaveLength(1);
    expect(remarksOf(sizedAs(split, { replicas: 1 }))).toEqual([]);
    expect(remarksOf(sizedAs(alike, { replicas: 2 }))).toEqual([]);
  });

  it('offers no disk to what runs on every node and keeps data', () => {
    const keeping = testService('keeping', {
      workload: { ...RUNS, role: 'perNode', writes: ['/data'] },
      variables: { STORE: '/data/store' },
      persists: [{ holds: 'measurements', unset: '/data/store', path: '/data/store', through: { variable: 'STORE' } }],
    });
    expect(remarksOf(sizedAs(keeping, {}, 3))).toMatchObject([
      { code: 'lost-with-its-pod', message: 'measurements of each replica are gone when its pod is replaced' },
    ]);
  });

  describe('of data in folders that are empty in every new pod', () => {
    const persists: Service['persists'] = [
      { holds: 'receipts', unset: '/app/receipts', path: '/data/receipts', through: { variable: 'RECEIPTS' } },
      { holds: 'a cache', unset: '/app/cache', path: '/data/cache', through: { variable: 'CACHE' } },
      { holds: 'an index', unset: '/data/index', path: '/data/index', through: { volume: 'index' } },
    ];
    const ownFile = (more: Partial<Database> = {}): Database => ({
      environment: {},
      reaches: [],
      shared: false,
      migrates: { by: 'each-replica' },
      holds: 'orders',
      instead: { key: 'storage', value: 'shared' },
      ...more,
    });
    const keeping = (database?: Database, variables: Variables = { RECEIPTS: '/data/receipts' }, more: Partial<ServiceProps> = {}) =>
      testService('keeping', {
        workload: { ...RUNS, role: 'interchangeable', writes: ['/data'] },
        persists,
        variables,
        configurable: configurable({ follow: () => (database === undefined ? {} : { database }) }),
        ...more,
      });
    const messages = (service: Service, more: object = {}) =>
      remarksOf(sizedAs(service, { replicas: 1, ...more })).map((remark) => ('message' in remark ? remark.message : remark));

    it('names what is lost, and offers a disk or a shared database', () => {
      expect(messages(keeping(ownFile()))).toEqual([
        'orders and receipts of each replica are gone when its pod is replaced: give one replica a volume, or say services.keeping.storage: shared',
      ]);
      expect(messages(keeping())).toEqual(['receipts of each replica are gone when its pod is replaced: give one replica a volume']);
      const workload = { ...RUNS, role: 'exclusive', because: 'it counts' } as const;
      expect(messages(keeping(ownFile({ instead: undefined }), {}, { workload }))).toEqual([
        'orders of each replica are gone when its pod is replaced: give one replica a volume',
      ]);
    });

    it('is silent where nothing is lost', () => {
      expect(messages(keeping(ownFile()), VOLUME)).toEqual([]);
      expect(messages(keeping(ownFile({ shared: true }), {}))).toEqual([]);
      expect(messages(keeping(ownFile({ holds: undefined }), {}))).toEqual([]);
      expect(messages(keeping(undefined, {}))).toEqual([]);
    });

    it('does not count a model, which is downloaded again', () => {
      const model = { environment: { CACHE: '/data/cache' }, reaches: [], shared: false, what: 'a model', from: 'image' as const };
      const follow = () => ({ model });
      const service = keeping(undefined, {}, { configurable: configurable({ follow }) });
      expect(messages(service)).toEqual([]);
    });
  });

  it('warns of members that are spares only where there are several', () => {
    expect(remarksOf(sizedAs(spare, { replicas: 2, ...VOLUME }))).toEqual([{ hazard: HAZARD, severity: 'warning', at: ['replicas'] }]);
    expect(remarksOf(sizedAs(spare, { replicas: 1, ...VOLUME }))).toEqual([]);
  });

  it('passes on what the service says of its members itself', () => {
    expect(remarksOf(sizedAs(choosing, { replicas: 3, votes: 3, ...VOLUME }))).toMatchObject([{ code: 'no-failover', at: ['votes'] }]);
    expect(remarksOf(sizedAs(choosing, { replicas: 3, votes: 2, ...VOLUME }))).toEqual([]);
  });
});
