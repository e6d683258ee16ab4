import { disk } from '../../../../lib/model/pod';
import { type Leader, members } from '../../../../lib/model/workload';
import { capacity } from '../../../../lib/targets/kubernetes/rules/capacity/capacity';
import { membersLeft } from '../../../../lib/targets/kubernetes/rules/capacity/losses';
import { seconds } from '../../../../lib/units/duration';
import { dnsLabel } from '../../../../lib/units/name';
import { shopPlan, shopPlanOf } from '../../../support/cluster';
import { demand, machines } from '../../../support/nodes';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

/** What is said of the shop on these nodes. It has three members of PostgreSQL with 1536Mi each, and seldom more than 128Mi in others. */
const found = (nodes: string, more = ''): readonly string[] =>
  allFound(nodes, more).filter((text) => !/ members-(cannot-move|wait-for-zone) /.test(text));

/** With pods that wait for what is lost, of which there are some in every zone. */
const allFound = (nodes: string, more = ''): readonly string[] =>
  capacity(shopPlanOf(`nodes: [${nodes}]\n${more}`)).map(
    ({ code, severity, subject, message }) => `${severity} ${code} ${subject}: ${message}`,
  );

const ZONED = 'zones: [a, b, c]';
const ROOMY = `{ name: apps, count: 6, cpu: 4, memory: 8Gi, ${ZONED} }`;
const REQUIRED = 'services: { postgres: { zones: required } }\n';

it('says nothing where all fits, whatever is lost', () => {
  expect(found(ROOMY, REQUIRED)).toEqual([]);
});

it.each([
  ['no amounts are named', '{ name: apps, count: 3 }'],
  ['some are not', '{ name: apps, count: 3, cpu: 1, memory: 1Gi }, { name: more, count: 1 }'],
])('computes nothing where %s', (_, nodes) => {
  expect(found(nodes)).toEqual([]);
});

it('says of zones what follows from them alone, where no amounts are named', () => {
  const zoned = (zones: string, more = REQUIRED) => allFound(`{ name: apps, count: 6, zones: [${zones}] }`, more);
  expect(zoned('a, b, c')).toEqual([]);
  expect(zoned('a, b')).toEqual([
    'error members-need-zones postgres: with zones: required its 3 members need 3 zones, and the nodes are in a, b: 1 of them waits. Give nodes 3 zones, or say services.postgres.zones: preferred',
    'warning loss-leaves-too-few postgres: 1 of its 3 members finds no place to begin with; the loss of a node leaves 1 of the others, and 2 have to run: give nodes 3 zones',
  ]);
  expect(zoned('a, b, c', '')).toEqual([expect.stringMatching(/^warning loss-leaves-too-few postgres: up to 2 of its 3 members /)]);
  expect(zoned('a', '')).toEqual([expect.stringMatching(/^warning nodes-in-one-zone nodes: /)]);
  // Nothing is said where some nodes may be in zones that nobody names, and nothing of zones where no pod may run.
  const tainted = '{ name: gpu, count: 1, zones: [a], taints: [{ key: gpu, effect: NoSchedule }] }';
  expect(found(`{ name: apps, count: 6, zones: [a, b] }, { name: more, count: 1 }`, REQUIRED)).toEqual([]);
  expect(found(`{ name: apps, count: 6 }, ${tainted}`, REQUIRED)).toEqual([]);
  expect(found(tainted.replace('count: 1', 'count: 6'), REQUIRED)).toEqual([expect.stringContaining(' placement: no pod has a place: ')]);
});

describe('members whose number is usual, where no amounts are named', () => {
  // Of others, a profile with too few nodes is refused.
  const store = (zones: string) =>
    testService('store', {
      platform: {
        with: () => true,
        compartment: { name: dnsLabel('apart'), pods: 'restricted' },
        usual: { replicas: 3, zones, volume: { size: '1Gi' }, cpu: { request: 1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } },
      },
      release: { tag: '1' },
      workload: members({
        leader: { by: 'nobody', connected: true },
        of: ({ volume }) => ({
          mounts: [{ at: '/data', volume: disk('data', volume) }],
          containers: [{ name: 'store', command: ['serve'], environment: {}, probes: {} }],
        }),
      }),
    });
  const of = (nodes: string, zones = 'preferred') =>
    capacity(clusterOver([store(zones)], `nodes: [${nodes}]\nservices: {}\n`)).map(
      ({ code, severity, message }) => `${severity} ${code}: ${message}`,
    );
  const without = (count: number, rest: string, nodes: string): string =>
    `error no-room-at-rest: members never share a node, and pods may run on ${nodes}: no place is left for ${count} of the 3 members of store: ${rest}`;

  it('are named where nodes are too few for them, be their zones known or not', () => {
    const tainted = '{ name: gpu, count: 2, taints: [{ key: gpu, effect: NoSchedule }] }';
    const expected = without(1, '3 nodes in the group apps would do', '2 nodes');
    expect(of(`{ name: apps, count: 2 }, ${tainted}`)).toEqual([expected]);
    expect(of('{ name: apps, count: 2, zones: [a, b] }')[0]).toBe(expected);
    expect(of('{ name: apps, count: 1 }')).toContain(without(2, '3 nodes in the group apps would do', '1 node'));
    expect(of('{ name: apps, count: 1 }, { name: more, count: 2 }')).toEqual([]);
  });

  it('are named once where zones are too few, too', () => {
    const [zones, ...others] = of('{ name: apps, count: 2, zones: [a, b] }', 'required');
    expect(zones).toMatch(/^error members-need-zones: /);
    expect(others.join()).not.toContain('members never share a node');
  });
});

it('does not ask for the amounts of nodes that no pod may run on', () => {
  expect(found(`${ROOMY}, { name: gpu, count: 1, taints: [{ key: gpu, effect: NoSchedule }] }`, REQUIRED)).toEqual([]);
});

it('names a pod that is larger than any node, and on how large a one it would fit', () => {
  expect(found(`{ name: apps, count: 6, cpu: 4, memory: 1Gi, ${ZONED} }, { name: more, count: 1, cpu: 0.25, memory: 2Gi }`)).toEqual([
    'error pod-exceeds-node postgres: a pod of postgres requests 0.5 CPUs and 1.5Gi and finds no place on a node with 4 CPUs and 1Gi, or with 0.25 CPUs and 2Gi: one node needs at least 0.5 CPUs and 1.5Gi',
  ]);
});

it('names a pod on each node that is larger than the smallest', () => {
  expect(found(`${ROOMY}, { name: tiny, count: 1, cpu: 0.04, memory: 1Gi }`)).toEqual([
    expect.stringContaining(
      'error pod-exceeds-node shipper: a pod of shipper requests 0.05 CPUs and 32Mi and finds no place on a node with',
    ),
  ]);
});

it('names a pod on each node that is larger than a node whose taint only such pods tolerate', () => {
  const gpu = (cpu: string, more = '') =>
    `${ROOMY}, { name: gpu, count: 1, cpu: ${cpu}, memory: 1Gi, taints: [{ key: gpu, effect: NoSchedule }] }${more}`;
  expect(found(gpu('0.04'), REQUIRED)).toEqual([
    'error pod-exceeds-node shipper: a pod of shipper requests 0.05 CPUs and 32Mi and finds no place on a node with 0.04 CPUs and 1Gi: each node needs at least 0.05 CPUs and 32Mi',
  ]);
  expect(found(gpu('0.05'), REQUIRED)).toEqual([]);
  // Of those on which it has room, or of which nobody knows, nothing is said.
  const more = ['cpu: 2, memory: 4Gi, ', ''].map(
    (has, index) => `, { name: more${index}, count: 1, ${has}taints: [{ key: gpu, effect: NoSchedule }] }`,
  );
  expect(found(gpu('0.04', more.join('')), REQUIRED)).toEqual(found(gpu('0.04'), REQUIRED));
  const pool = 'placement: { pool: { key: pool, value: shop, required: true } }\n';
  expect(found(gpu('0.04').replace(' },', ', labels: { pool: shop } },'), `${pool}${REQUIRED}`)).toEqual([]);
});

it('asks whether nodes whose taint only pods on each node tolerate have room for all of these, and none of others', () => {
  const onEach = (name: string) =>
    testService(name, { workload: { role: 'perNode', command: [name], drain: seconds(5), priority: 'batch' } });
  const full = (maxPods: number, amounts = 'cpu: 1, memory: 1Gi, '): readonly string[] =>
    capacity(
      clusterOver(
        [onEach('meter'), onEach('probe')],
        [
          `nodes: [${ROOMY}, { name: gpu, count: 1, ${amounts}maxPods: ${maxPods}, taints: [{ key: gpu, effect: NoSchedule }] }]`,
          'images: { meter: "1", probe: "1" }',
          `services: { ${['meter', 'probe'].map((name) => `${name}: { cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } }`).join(', ')} }`,
          '',
        ].join('\n'),
      ),
    ).flatMap(({ code, subject }) => (code === 'node-may-be-full' ? [subject] : []));
  expect([full(1), full(2)]).toEqual([['meter', 'probe'], []]);
  // Of nodes whose CPUs and memory nobody names, their number is known all the same.
  expect([full(1, ''), full(2, '')]).toEqual([['meter', 'probe'], []]);
});

it('says how much is missing, and how many nodes would do', () => {
  const [rest, full] = found('{ name: apps, count: 3, cpu: 0.75, memory: 2Gi }');
  expect(rest).toBe(
    'error no-room-at-rest nodes: at rest, pods of postgres, postgres-bootstrap, postgres-configure, postgres-backup, orders, orders-migrate, search and cart may find no place: all pods request 2.95 CPUs and 5.9Gi, the 3 nodes have 2.25 CPUs and 6Gi, and 0.7 CPUs are missing: 6 nodes in the group apps would do',
  );
  expect(full).toMatch(
    /^warning no-room-at-maximum nodes: with every autoscaler at its maximum, pods of .* are missing: \d+ nodes in the group apps would do$/,
  );
  expect(found('{ name: apps, count: 6, cpu: 0.75, memory: 2Gi }').join()).not.toContain('no-room-at-rest');
  expect(found('{ name: apps, count: 5, cpu: 0.75, memory: 2Gi }').join()).toContain('no-room-at-rest');
});

it('says so where the sum is enough, and what is free may be in small pieces', () => {
  expect(found('{ name: apps, count: 3, cpu: 1, memory: 2Gi }').join('\n')).toContain(
    'and what is free may be in pieces that are too small for a pod of postgres with 0.5 CPUs and 1.5Gi: ',
  );
});

it('says so where no number of such nodes would do', () => {
  const said = found('{ name: apps, count: 3, cpu: 0.5, memory: 1560Mi }').join('\n');
  expect(said).toContain('no number of such nodes would do, so give each more CPUs and memory, or lower requests');
});

it('asks for a node more in each group, where each has a zone of its own', () => {
  const zoned = (count: number): string =>
    ['a', 'b', 'c'].map((zone) => `{ name: in-${zone}, count: ${count}, cpu: 4, memory: 8Gi, zones: [${zone}] }`).join(', ');
  const cannotMove = (count: number): readonly string[] =>
    allFound(zoned(count), REQUIRED).filter((text) => text.includes(' members-cannot-move '));
  expect(cannotMove(1)).toEqual([expect.stringMatching(/: 2 nodes in the group in-a, 2 in in-b and 2 in in-c would do$/)]);
  expect(cannotMove(2)).toEqual([]);
});

describe('of a single node', () => {
  const of = (nodes: string, more: string): readonly string[] =>
    capacity(
      clusterOver(
        [testService('one', { workload: { role: 'interchangeable', command: ['one'], drain: seconds(5), priority: 'edge' } })],
        `images: { one: "1" }\nnodes: [${nodes}]\nservices: { one: { ${more}, cpu: { request: 3, limit: 4 }, memory: { request: 64Mi, limit: 64Mi } } }\n`,
      ),
    ).map(({ message }) => message);

  it('one is spoken of', () => {
    expect(of('{ name: apps, count: 1, cpu: 4, memory: 8Gi }', 'replicas: 2')[0]).toContain(', the 1 node has 4 CPUs and 8Gi, and ');
    expect(of('{ name: apps, count: 1, cpu: 40, memory: 8Gi, maxPods: 1 }', 'replicas: 2')[0]).toContain(
      ', the 1 node has 40 CPUs and 8Gi and runs 1 pod at most (maxPods), and room for 1 pod is missing',
    );
  });

  it('one that is left is spoken of', () => {
    const said = of('{ name: apps, count: 2, cpu: 4, memory: 8Gi }', 'replicas: 2').join();
    expect(said).toContain(', the 1 node that is left has 4 CPUs and 8Gi, and ');
  });
});

describe('on three nodes, one in each zone', () => {
  const LARGE = 'services: { cart: { memory: { request: 512Mi, limit: 512Mi } }, orders: { memory: { request: 512Mi, limit: 512Mi } } }\n';
  const on = (memory: string): readonly string[] =>
    found(`{ name: apps, count: 3, cpu: 4, memory: ${memory}, ${ZONED} }`, LARGE).filter((text) => !text.includes('node-may-be-full'));

  it('counts one more pod of each service while it is rolled out, and those that are terminating', () => {
    expect(on('3456Mi')[0]).toMatch(
      /^warning no-room-for-rollout nodes: while all is rolled out with every autoscaler at its maximum, pods of /,
    );
    expect(on('3Gi')[0]).toMatch(/^warning no-room-at-maximum nodes: /);
    // Two replicas and the new one fit; the one that holds its memory until it has ended does not.
    expect(on('3840Mi')).toEqual([expect.stringMatching(/^warning no-room-for-rollout nodes: .* pods request 3.75 CPUs and 11.9Gi/)]);
    expect(on('5Gi')).toEqual([]);
  });

  it('names what may be short after the loss of a node or a zone', () => {
    expect(on('3456Mi').slice(1)).toEqual([
      'warning no-room-after-loss nodes: after the loss of a node of apps, zone a, zone b or zone c, with every autoscaler at its maximum, too few pods of orders and cart may find a place: what has to run requests 2.9 CPUs and 7.9Gi, the 2 nodes that are left have 8 CPUs and 6.8Gi, and 1.1Gi are missing: 5 nodes in the group apps would do',
    ]);
  });
});

it('says of a shortage the most that it is: nothing of rollouts and losses where there is no room at all', () => {
  const codes = (nodes: string, more: string) => found(nodes, more).map((text) => text.split(' ')[1]);
  expect(codes('{ name: apps, count: 3, cpu: 0.75, memory: 2Gi }', '')).toEqual([
    'no-room-at-rest',
    'no-room-at-maximum',
    'node-may-be-full',
  ]);
  const large = '{ memory: { request: 512Mi, limit: 512Mi } }';
  expect(codes(`{ name: apps, count: 3, cpu: 4, memory: 3Gi, ${ZONED} }`, `services: { cart: ${large}, orders: ${large} }\n`)).toEqual([
    'no-room-at-maximum',
    'no-room-after-loss',
    'node-may-be-full',
  ]);
});

describe('the number of pods', () => {
  /** Of CPUs and memory there is more than enough. */
  const on = (maxPods: number, nodes = 6): readonly string[] =>
    found(`{ name: apps, count: ${nodes}, cpu: 40, memory: 80Gi, maxPods: ${maxPods}, ${ZONED} }`, REQUIRED);
  const of = (code: string, maxPods: number, nodes?: number): string =>
    on(maxPods, nodes)
      .filter((text) => text.includes(code))
      .join('\n');

  it('is missing at rest and at the maximum, of services, tasks and the pods on each node', () => {
    // Three members, their three tasks, seven of services and one on each of the nodes.
    expect(of('no-room-at-rest', 2)).toMatch(
      /: all 18 pods request 3.1 CPUs and 6Gi, the 6 nodes have 240 CPUs and 480Gi and run 12 pods at most \(maxPods\), and room for 6 pods is missing: 18 nodes in the group apps would do$/,
    );
    expect(of('no-room-at-rest', 2, 18)).toBe('');
    expect(of('no-room-at-rest', 2, 17)).not.toBe('');
    expect(of('no-room-at-maximum', 2)).toContain(': all 20 pods request ');
  });

  it('is missing while all is rolled out', () => {
    expect(of('no-room-for-rollout', 4)).toMatch(
      /pods of orders and orders-migrate may find no place: all 26 pods request .* run 24 pods at most \(maxPods\), and room for 2 pods is missing: 7 nodes in the group apps would do$/,
    );
  });

  it('is missing after a loss', () => {
    expect(of('no-room-after-loss', 3, 3)).toBe('');
    expect(of('no-room-after-loss', 6, 3)).toMatch(
      /: the 1. pods that have to run request .* run 12 pods at most \(maxPods\), and room for/,
    );
  });

  it('may be too many on the node that has room, though it is enough on all together', () => {
    expect(of('no-room-at-rest', 3)).toContain(', and a node that has room may run as many pods as it can already (maxPods): 9 nodes');
    expect(of('no-room-after-loss', 6)).toContain(', so a node that has room may run as many pods as it can already (maxPods): 9 nodes');
  });

  it('is what to raise where no number of nodes would do', () => {
    expect(of('no-room-at-rest', 1)).toMatch(/: no number of such nodes would do, so let each run more pods \(maxPods\)$/);
  });
});

describe('a member that moves after a loss', () => {
  const moving = (memory: string): readonly string[] =>
    found(
      `{ name: apps, count: 6, cpu: 4, memory: 2500Mi, ${ZONED} }`,
      `services: { postgres: { zones: required }, orders: { memory: { request: ${memory}, limit: ${memory} } } }\n`,
    ).filter((text) => text.includes('no-room-after-loss'));
  const putsOut = 'a pod of postgres or search that moves may put out more others than disruption budgets allow';

  it('may put out others that a budget keeps', () => {
    expect(moving('512Mi')).toEqual([
      `warning no-room-after-loss nodes: after the loss of a node of apps, with every autoscaler at its maximum, ${putsOut}: what has to run requests 3.05 CPUs and 6.2Gi, the 5 nodes that are left have 20 CPUs and 12.2Gi, and others may have found a place before: all 19 pods that there may be request 3.25 CPUs and 7.2Gi, so what is free may be in pieces that are too small for a pod of postgres with 0.5 CPUs and 1.5Gi: 9 nodes in the group apps would do`,
    ]);
  });

  it('is named beside what finds no place after another loss, of which fewer nodes are left', () => {
    expect(moving('1Gi')).toEqual([
      `warning no-room-after-loss nodes: after the loss of a node of apps, zone a, zone b or zone c, with every autoscaler at its maximum, too few pods of orders may find a place and ${putsOut}: what has to run requests 2.25 CPUs and 4.7Gi, the 4 nodes that are left have 16 CPUs and 9.8Gi, and others may have found a place before: all 16 pods that there may be request 2.45 CPUs and 6.7Gi, so what is free may be in pieces that are too small for a pod of orders with 0.1 CPUs and 1Gi: 12 nodes in the group apps would do`,
    ]);
  });
});

it('names pods on each node that others can keep from it', () => {
  expect(found(`{ name: apps, count: 3, cpu: 2, memory: 3Gi, ${ZONED} }`)).toEqual([
    'warning node-may-be-full shipper: others of the same priority or a higher one can fill a whole node, and then the pod of shipper finds no place on it',
  ]);
});

describe('members', () => {
  it('are to be in zones of their own, so that a majority survives', () => {
    expect(found(ROOMY)).toEqual([
      'warning loss-leaves-too-few postgres: up to 2 of its 3 members can be in one zone, whose loss then leaves 1, and 2 have to run: say services.postgres.zones: required',
    ]);
    expect(found('{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a, b] }').at(-1)).toContain(
      ': give nodes 3 zones and say services.postgres.zones: required',
    );
  });

  describe('of whom one is enough', () => {
    const of = (leader: Leader, nodes: string) =>
      capacity(
        clusterOver(
          [
            testService('peers', {
              workload: members({
                leader,
                of: ({ volume }) => ({
                  mounts: [{ at: '/data', volume: disk('data', volume) }],
                  containers: [{ name: 'peers', command: ['serve'], environment: {}, probes: {} }],
                }),
              }),
            }),
          ],
          `images: { peers: "1" }\nnodes: [{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [${nodes}] }]\nservices: { peers: { replicas: 3, volume: { size: 1Gi }, cpu: { request: 1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } } }\n`,
        ),
      ).flatMap(({ code, message }) => (code === 'loss-leaves-too-few' ? [message] : []));
    const ALIKE: Leader = { by: 'nobody', connected: true };

    it('stop where none is left, and go on below their disruption budget', () => {
      expect(of(ALIKE, 'a, b')).toEqual([
        'up to 3 of its 3 members can be in one zone, whose loss then leaves 0, and 1 has to run: give nodes 3 zones and say services.peers.zones: required',
      ]);
      expect(of(ALIKE, 'a, b, c')).toEqual([
        'up to 2 of its 3 members can be in one zone, whose loss then leaves 1, and its disruption budget keeps 2, though it goes on with 1: say services.peers.zones: required',
      ]);
    });

    it('go on only if the first one is left, where that one answers', () => {
      const hazard = { code: 'first', what: 'a', consequence: 'b', wayOut: 'c', evidence: 'd' };
      expect(of({ by: 'first', hazard }, 'a, b, c').join()).toContain(
        'its disruption budget keeps 2, though it goes on if its first one is left',
      );
    });
  });

  it('need as many zones as they ask for', () => {
    expect(found('{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a, b] }', REQUIRED)[0]).toBe(
      'error members-need-zones postgres: with zones: required its 3 members need 3 zones, and the nodes are in a, b: 1 of them waits. Give nodes 3 zones, or say services.postgres.zones: preferred',
    );
    expect(found('{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a] }', REQUIRED)[0]).toContain('are in a: 2 of them wait. Give');
    expect(found('{ name: apps, count: 6, cpu: 4, memory: 8Gi }', REQUIRED)[0]).toContain('and the nodes are in none: all wait');
  });

  it('of which some have no place are too few as soon as another one is lost', () => {
    const few = (nodes: string, more = REQUIRED) => found(nodes, more).filter((text) => text.includes('loss-leaves-too-few'));
    // The scheduler places no second member in a zone, so a zone has no more than a node has.
    expect(few('{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a, b] }')).toEqual([
      'warning loss-leaves-too-few postgres: 1 of its 3 members finds no place to begin with; the loss of a node leaves 1 of the others, and 2 have to run: give nodes 3 zones',
    ]);
    // Of members whose number is usual, no profile is refused for too few nodes.
    const three = demand('store', 100, 100, { most: 3, working: 2, nodes: 'one for each pod', keepsDisk: true });
    expect(membersLeft({ machines: [machines(2, 9000, 9000)], demands: [three] }, shopPlan()).map(({ message }) => message)).toEqual([
      '1 of its 3 members finds no place to begin with; the loss of a node leaves 1 of the others, and 2 have to run: give it 3 nodes',
    ]);
    // Where too few have a place already, that is said, and no loss makes it so.
    expect(few('{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a] }')).toEqual([]);
    expect(few('{ name: apps, count: 6, cpu: 4, memory: 8Gi }')).toEqual([]);
  });

  it('need as many zones as there are for sure', () => {
    const two =
      '{ name: two, count: 2, cpu: 4, memory: 8Gi, zones: [a, b, c] }, { name: one, count: 1, cpu: 4, memory: 8Gi, zones: [a, b] }';
    expect(found(two, REQUIRED)[0]).toContain('and the nodes may be in 2 of a, b, c only: 1 of them waits');
    expect(found('{ name: apps, count: 4, cpu: 4, memory: 8Gi, zones: [a, b, c, d, e] }', REQUIRED).join()).not.toContain('need 3 zones');
    expect(
      found(['one', 'two', 'three'].map((name) => `{ name: ${name}, count: 1, cpu: 4, memory: 8Gi, zones: [a, b] }`).join(', ')).join(),
    ).toContain('warning nodes-in-one-zone nodes: all nodes may be in one of the zones a and b: its loss is the loss of everything');
  });

  it('may be in any number of zones where some nodes are in none', () => {
    const said = found('{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a] }, { name: more, count: 3, cpu: 4, memory: 8Gi }').join();
    expect(said).not.toContain('nodes-in-one-zone');
  });

  it('are all lost with the only zone', () => {
    expect(found('{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a] }')[0]).toBe(
      'warning nodes-in-one-zone nodes: all nodes are in zone a: its loss is the loss of everything',
    );
  });
});

describe('members that cannot move', () => {
  const staying = (nodes: string, more = ''): readonly string[] =>
    allFound(nodes, more).filter((text) => / members-(cannot-move|wait-for-zone) /.test(text));
  const WAIT = 'warning members-wait-for-zone nodes: after the loss of a zone, pods whose disk is there wait until it is back:';

  it('are named with their zone: as many as can be in one', () => {
    expect(staying(ROOMY, REQUIRED)).toEqual([`${WAIT} up to 1 of 3 of postgres and the only one of search`]);
    // Nothing keeps them apart: with a node less, one more can be where two are.
    expect(staying(ROOMY)).toEqual([
      `${WAIT} up to 2 of 3 of postgres and the only one of search`,
      expect.stringMatching(/^warning members-cannot-move nodes: after the loss of a node/),
    ]);
  });

  it('are named with their node where no other one of the zone may take them, and so is a pool that would do', () => {
    expect(staying(ROOMY.replace('6', '3'), REQUIRED)).toEqual([
      `${WAIT} up to 1 of 3 of postgres and the only one of search`,
      `warning members-cannot-move nodes: after the loss of a node, a pod of postgres or search may find no place on another node of its zone, and then waits until it is back: 6 nodes in the group apps would do`,
    ]);
  });

  it('are named where members never share a node, and there is none to spare', () => {
    const on = (count: number): readonly string[] => staying(`{ name: apps, count: ${count}, cpu: 4, memory: 8Gi }`);
    expect(on(3)).toEqual([
      'warning members-cannot-move nodes: after the loss of a node, a pod of postgres may find no place on another node, and then waits until it is back: 4 nodes in the group apps would do',
    ]);
    expect(on(4)).toEqual([]);
  });

  it('are not named where all of them are lost together, or nothing has room at all', () => {
    expect(staying(ROOMY.replace('a, b, c', 'a'))).toEqual([]);
    expect(staying(`{ name: apps, count: 3, cpu: 0.75, memory: 2Gi, ${ZONED} }`)).toEqual([]);
  });
});

describe('a node that is the only one', () => {
  const of = (nodes: string): readonly string[] =>
    capacity(
      clusterOver(
        [testService('one')],
        `images: { one: "1" }\nnodes: [${nodes}]\nservices: { one: { replicas: 1, cpu: { request: 1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } } }\n`,
      ),
    ).flatMap(({ code, message }) => (code === 'nodes-in-one-zone' ? [message] : []));

  it('takes everything with it, be its zone and what it has known or not', () => {
    for (const amounts of ['', ', cpu: 4, memory: 8Gi']) {
      expect(of(`{ name: apps, count: 1${amounts} }`)).toEqual(['there is one node: its loss is the loss of everything']);
      expect(of(`{ name: apps, count: 1${amounts}, zones: [a] }`)).toEqual(['all nodes are in zone a: its loss is the loss of everything']);
      expect(of(`{ name: apps, count: 2${amounts} }`)).toEqual([]);
    }
  });
});

it('says that a member which moves may put out pods of the way in, though their budget allows it', () => {
  const store = testService('store', {
    workload: members({
      leader: { by: 'nobody', connected: true },
      of: ({ volume }) => ({
        mounts: [{ at: '/data', volume: disk('data', volume) }],
        containers: [{ name: 'store', command: ['serve'], environment: {}, probes: {} }],
      }),
    }),
  });
  const front = (priority: 'edge' | 'core') =>
    testService('front', { workload: { role: 'interchangeable', command: ['front'], drain: seconds(5), priority } });
  const size = (replicas: number, cpu: number, more = '') =>
    `{ replicas: ${replicas}, cpu: { request: ${cpu}, limit: 4 }, memory: { request: 64Mi, limit: 64Mi }${more} }`;
  const of = (nodes: number, priority: 'edge' | 'core'): readonly string[] =>
    capacity(
      clusterOver(
        [store, front(priority)],
        [
          'images: { store: "1", front: "1" }',
          `nodes: [{ name: apps, count: ${nodes}, cpu: 4, memory: 8Gi }]`,
          `services: { store: ${size(1, 3, ', volume: { size: 1Gi }')}, front: ${size(2, 1)} }`,
          '',
        ].join('\n'),
      ),
    ).flatMap(({ code, severity, message }) => (code === 'way-in-may-move' ? [`${severity} ${message}`] : []));
  expect(of(2, 'edge')).toEqual([
    'warning after the loss of a node, a pod of store that moves may put out pods of the way in: 3 nodes in the group apps would do',
  ]);
  expect(of(2, 'core')).toEqual([]);
  expect(of(3, 'edge')).toEqual([]);
});

describe('nodes that pods may not run on', () => {
  it('are named with what each group lacks', () => {
    const both = `{ name: apps, count: 3, labels: { pool: shop }, taints: [{ key: gpu, effect: NoSchedule }, { key: old, effect: NoExecute }] }, { name: more, count: 1 }`;
    expect(found(both, 'placement: { pool: { key: pool, value: shop, required: true } }\n')).toEqual([
      'error no-room-at-rest placement: no pod has a place: apps has the taints gpu:NoSchedule and old:NoExecute and more has not the label pool=shop. For one of these, tolerate its taints (placement.tolerations) or give it the label of placement.pool (labels)',
    ]);
  });

  const tainted = `{ name: apps, count: 6, cpu: 4, memory: 8Gi, ${ZONED}, taints: [{ key: dedicated, value: shop, effect: NoExecute }] }`;

  it.each([
    [
      'a taint',
      tainted,
      '',
      'no pod has a place: apps has the taint dedicated=shop:NoExecute. For one of these, tolerate its taints (placement.tolerations)',
    ],
    ['a taint of another value', tainted, 'placement: { tolerations: [{ key: dedicated, value: other }] }\n', 'no pod has a place'],
    ['a taint of another effect', tainted, 'placement: { tolerations: [{ key: dedicated, effect: NoSchedule }] }\n', 'no pod has a place'],
    [
      'no label of a required pool',
      ROOMY,
      'placement: { pool: { key: pool, value: shop, required: true } }\n',
      'no pod has a place: apps has not the label pool=shop. For one of these, give it the label of placement.pool (labels)',
    ],
  ])('do not count: %s', (_, nodes, more, expected) => {
    expect(found(nodes, more)).toEqual([expect.stringContaining(expected)]);
    // What they have or where they are is not asked then.
    for (const unknown of [/cpu: \d+, memory: \w+, /, /cpu: \d+, memory: \w+, zones: [^\]]*\], /])
      expect(found(nodes.replace(unknown, ''), more)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['a taint that is tolerated', tainted, 'placement: { tolerations: [{ key: dedicated, value: shop }] }\n'],
    ['a taint with a preference only', tainted.replace('NoExecute', 'PreferNoSchedule'), ''],
    [
      'a label of a required pool',
      ROOMY.replace(' }', ', labels: { pool: shop } }'),
      'placement: { pool: { key: pool, value: shop, required: true } }\n',
    ],
    ['no label of a preferred pool', ROOMY, 'placement: { pool: { key: pool, value: shop } }\n'],
  ])('and others do: %s', (_, nodes, more) => {
    expect(found(nodes, `${more}${REQUIRED}`)).toEqual([]);
  });
});
