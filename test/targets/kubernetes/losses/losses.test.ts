import { createColors } from 'picocolors';
import type { Priority, Workload } from '../../../../lib/model/workload';
import { losses } from '../../../../lib/targets/kubernetes/losses/losses';
import { seconds } from '../../../../lib/units/duration';
import { shopPlanOf } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

const ROOMY = 'nodes: [{ name: apps, count: 6, cpu: 4, memory: 8Gi, zones: [a, b, c] }]\n';

/** One replica with a disk of its own. */
const ON_DISK = 'services: { orders: { replicas: 1, minAvailable: null, volume: { size: 1Gi } } }\n';

interface Printed {
  readonly losses: readonly {
    readonly what: string;
    readonly effects: readonly {
      readonly services: readonly string[];
      readonly state: string;
      readonly means: string;
      readonly lasts: string;
      readonly lost?: string;
    }[];
  }[];
  readonly eviction: readonly Readonly<Record<string, string>>[];
  readonly notes: readonly string[];
}

const shown = (text: string, format: 'table' | 'json' | 'markdown') => losses(shopPlanOf(text), { format, colors: createColors(false) });
const printed = (text: string): Printed => JSON.parse(shown(text, 'json'));

/** What becomes of a service, when something fails. */
const of = (service: string, what: RegExp, text = ROOMY): string => {
  const found = printed(text).losses.find((loss) => what.test(loss.what));
  const effect = found?.effects.find(({ services }) => services.includes(service));
  return effect === undefined
    ? ''
    : `${effect.state}: ${effect.means}; ${effect.lasts}${effect.lost === undefined ? '' : `; ${effect.lost}`}`;
};

it('names every sort of loss, and those with the same effects once', () => {
  expect(printed(ROOMY).losses.map(({ what }) => what)).toEqual([
    'a node of apps in zone a, a node of apps in zone b or a node of apps in zone c',
    'zone a, zone b or zone c',
    'the member that leads is killed',
    'another member is killed',
    'a container takes more memory than its limit',
    'a container takes all the CPUs of its limit',
  ]);
});

it('says what becomes of a service when its node is lost', () => {
  expect(of('cart', /node/)).toBe(
    'degraded: the other replicas answer, unless all were there; replaced after 110 s, and started within 120 s; requests that it was answering',
  );
  expect(of('search', /node/)).toBe('down: its only member was there; until the node is back or given up');
  expect(of('orders', /node/, `${ROOMY}${ON_DISK}`)).toMatch(/^down: its only pod has a disk; until the node is back or given up; /);
  expect(of('postgres', /node/)).toBe(
    'degraded: no writes for 25 s if the one that leads was there; one member less until the node is back or given up; no other node may take it',
  );
  expect(of('shipper', /node/)).toBe('');
});

it('says how many members a zone can take', () => {
  expect(of('postgres', /^zone/)).toBe('down: up to 2 of 3 members were there, and 2 have to run; until the zone is back');
  expect(of('postgres', /^zone/, `${ROOMY}services: { postgres: { zones: required } }\n`)).toMatch(/^degraded: no writes for 25 s/);
  expect(of('orders', /^zone/, `${ROOMY}${ON_DISK}`)).toMatch(/^down: its only pod has a disk; until the zone is back: its disk is there/);
});

it('counts members that have no place before the loss among those that are missing', () => {
  const two = ROOMY.replace('a, b, c', 'a, b');
  const required = 'services: { postgres: { zones: required } }\n';
  const down = 'down: up to 1 of 3 members were there, 1 had no place to begin with, and 2 have to run';
  expect(of('postgres', /node/, `${two}${required}`)).toBe(`${down}; until the node is back or given up`);
  expect(of('postgres', /^zone/, `${two}${required}`)).toBe(`${down}; until the zone is back`);
  expect(of('postgres', /node/, `nodes: [{ name: apps, count: 6, cpu: 4, memory: 8Gi }]\n${required}`)).toBe(
    'down: 0 of its 3 members have a place to begin with, and 2 have to run; until there are nodes and zones enough',
  );
});

it('counts all replicas in the zone that is lost, where they may be', () => {
  const cart = (request: string, nodes = ROOMY): string =>
    of('cart', /^zone/, `${nodes}services: { cart: { cpu: { request: ${request}, limit: 4 } } }\n`);
  expect(cart('0.1')).toMatch(/^down: if all its replicas were there; if not, the others answer; replaced after 110 s/);
  // One zone of two nodes has room for two, and no zone of one node has.
  expect(cart('3')).toMatch(/^down/);
  expect(cart('3', ROOMY.replace('count: 6', 'count: 3'))).toMatch(/^degraded: the other replicas answer; /);
  // One of the zones has two nodes, and it may be any.
  expect(cart('3', ROOMY.replace('count: 6', 'count: 4'))).toMatch(/^down/);
});

describe('where nothing is left', () => {
  /** What becomes of a service with two replicas. */
  const lose = (what: RegExp, nodes: string, workload?: Workload): string => {
    const amounts = 'cpu: { request: 0.5, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';
    const plan = clusterOver(
      [testService('one', workload && { workload })],
      `images: { one: "1" }\nnodes: [${nodes}]\nservices: { one: { ${workload === undefined ? 'replicas: 2, ' : ''}${amounts} } }\n`,
    );
    const all: Printed = JSON.parse(losses(plan, { format: 'json', colors: createColors(false) }));
    const [effect] = all.losses.find((loss) => what.test(loss.what))?.effects ?? [];
    return `${effect?.state}: ${effect?.means}; ${effect?.lasts}`;
  };
  const AMOUNTS = ', cpu: 40, memory: 80Gi';
  const apps = (count: number, more = '') => `{ name: apps, count: ${count}${more} }`;

  it('the only node takes all with it, also where nobody says what it has', () => {
    const tainted = '{ name: gpu, count: 1, taints: [{ key: gpu, effect: NoSchedule }] }';
    for (const nodes of [apps(1), `${apps(1)}, ${tainted}`, apps(1, AMOUNTS), apps(1, `${AMOUNTS}, zones: [a]`)])
      expect(lose(/node/, nodes)).toBe('down: no node is left; until the node is back');
    for (const more of ['', AMOUNTS]) expect(lose(/node/, apps(2, more))).toMatch(/^degraded: the other replicas go on/);
  });

  it('but not those pods on each node that run on nodes which refuse all others', () => {
    const each: Workload = { role: 'perNode', command: ['ship'], drain: seconds(5), priority: 'batch', keeps: '/queue' };
    const tainted = '{ name: gpu, count: 1, cpu: 40, memory: 80Gi, taints: [{ key: gpu, effect: NoSchedule }] }';
    const alone = apps(1, AMOUNTS);
    expect(lose(/node/, alone, each)).toBe('down: no node is left; until the node is back');
    expect(lose(/node/, `${alone}, ${tainted}`, each)).toBe('degraded: those of the other nodes go on; until the node is back');
  });

  it('and so does the only zone', () => {
    const zone = (zones: string, count = 6) => lose(/^zone/, apps(count, `${AMOUNTS}, zones: [${zones}]`));
    expect(zone('a')).toBe('down: no node is left; until the zone is back');
    expect(zone('a, b')).toMatch(/^down: if all its replicas were there; if not, the others go on; replaced after/);
    expect(zone('a, b', 1)).toBe('down: if all nodes were there; until the zone is back');
  });
});

it('says where not all pods may find a place on what is left', () => {
  const LARGE = 'services: { cart: { memory: { request: 512Mi, limit: 512Mi } }, orders: { memory: { request: 512Mi, limit: 512Mi } } }\n';
  expect(of('cart', /node/, `nodes: [{ name: apps, count: 3, cpu: 4, memory: 3456Mi, zones: [a, b, c] }]\n${LARGE}`)).toContain(
    '; not all may find a place',
  );
  expect(of('cart', /node/)).not.toContain('not all');
});

it('says what a kill by the kernel costs', () => {
  expect(of('search', /memory/)).toMatch(/^down: nobody else answers; started again within \d+ s/);
  expect(of('cart', /memory/)).toMatch(/^degraded: the others answer/);
  expect(of('postgres', /memory/)).toMatch(/^degraded: no writes for 25 s if it leads; started again within/);
});

it('says less where nodes are not known, and that it does', () => {
  const { losses: all, notes } = printed('nodes: [{ name: apps, count: 5 }]\n');
  expect(all.map(({ what }) => what)).toContain('a node');
  expect(notes.join()).toContain('Not computed: which pods find a place after a loss');
  expect(printed(ROOMY).notes.join()).not.toContain('Not computed');
});

it('counts members that have no place also where only the zones of nodes are known', () => {
  const loss = (zones: string) =>
    of('postgres', /^a node$/, `nodes: [{ name: apps, count: 6, zones: [${zones}] }]\nservices: { postgres: { zones: required } }\n`);
  expect(loss('a, b')).toMatch(/^down: up to 1 of 3 members were there, 1 had no place to begin with, and 2 have to run; /);
  expect(loss('a, b, c')).toMatch(/^degraded: no writes for 25 s/);
});

it('says of which nodes it is not computed whether pods on each of them have room', () => {
  const said = (more: string) => {
    const groups = `{ name: apps, count: 6, cpu: 4, memory: 8Gi }, ${more}`;
    return printed(`nodes: [${groups}]\n`).notes.filter((note) => note.startsWith('Not computed'));
  };
  const gpu = (name: string) => `{ name: ${name}, count: 1, taints: [{ key: gpu, effect: NoSchedule }] }`;
  expect(said(gpu('gpu'))).toEqual([
    'Not computed: whether pods that run on each node have room on those of gpu, because the profile does not say what these have. Only their number (maxPods) is.',
  ]);
  expect(said(`${gpu('old')}, ${gpu('new')}`).join()).toContain('on those of old and new, because');
  expect(said(gpu('gpu').replace('count: 1', 'count: 1, cpu: 1, memory: 1Gi'))).toEqual([]);
  const alone = clusterOver(
    [testService('one')],
    `nodes: [{ name: apps, count: 3, cpu: 4, memory: 8Gi }, ${gpu('gpu')}]\nimages: { one: "1" }\nservices: { one: { replicas: 1, cpu: { request: 1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } } }\n`,
  );
  expect(losses(alone, { format: 'table', colors: createColors(false) })).not.toContain('Not computed');
});

it('takes for lost all that may be, where nodes are not known', () => {
  const unknown = 'nodes: [{ name: apps, count: 5 }]\n';
  expect(of('search', /node/, unknown)).toBe(
    'down: its only member was there; until the node is back or given up; no other node may take it',
  );
  expect(of('postgres', /node/, unknown)).toContain('degraded: no writes for 25 s if the one that leads was there; one member less');
  expect(of('cart', /node/, unknown)).toMatch(/^degraded: the other replicas answer, unless all were there; .* within 120 s; requests/);
});

it('asks of each service whether one node has room for all of its replicas', () => {
  const large = `${ROOMY}services: { cart: { cpu: { request: 3, limit: 4 } } }\n`;
  expect(of('cart', /node/, large)).toMatch(/^degraded: the other replicas answer; /);
  expect(of('orders', /node/, large)).toMatch(/^degraded: the other replicas answer, unless all were there; /);
});

it('says of those alone that may find no place that not all may', () => {
  const runs = (priority: Priority) => ({
    workload: { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority } as const,
  });
  const size = (memory: string): string =>
    `{ replicas: 2, cpu: { request: 0.1, limit: 1 }, memory: { request: ${memory}, limit: ${memory} } }`;
  const plan = clusterOver(
    [testService('small', runs('data')), testService('large', runs('edge'))],
    [
      'images: { small: "1", large: "1" }',
      'nodes: [{ name: apps, count: 2, cpu: 4, memory: 4Gi }]',
      `services: { small: ${size('64Mi')}, large: ${size('3Gi')} }`,
      '',
    ].join('\n'),
  );
  const [node] = (JSON.parse(losses(plan, { format: 'json', colors: createColors(false) })) as Printed).losses;
  expect(node?.effects.map(({ services, lasts }) => [services.join(), lasts.includes('not all may find a place')])).toEqual([
    ['small', false],
    ['large', true],
  ]);
});

it('names nodes by their group, and by the zones that they are in or may be in', () => {
  const nodes = (...groups: readonly string[]) =>
    printed(`nodes: [${groups.map((zones, index) => `{ name: g${index}, count: 4, cpu: 4, memory: 8Gi${zones} }`).join(', ')}]\n`)
      .losses.map(({ what }) => what)
      .filter((what) => what.startsWith('a node'))
      .join(', ');
  expect(nodes('')).toBe('a node of g0');
  expect(nodes(', zones: [a, b]')).toBe('a node of g0 in zone a or a node of g0 in zone b');
  expect(nodes(', zones: [a, b, c]', '')).toContain('a node of g0 in zone a, b or c');
});

describe('of services without members', () => {
  const alone = (replicas: number): Printed => {
    const amounts = 'cpu: { request: 0.5, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';
    const plan = clusterOver([testService('one')], `images: { one: "1" }\nservices: { one: { replicas: ${replicas}, ${amounts} } }\n`);
    return JSON.parse(losses(plan, { format: 'json', colors: createColors(false) }));
  };

  it('nothing is said of members', () => {
    expect(alone(1).losses.map(({ what }) => what)).toEqual([
      'a node',
      'a container takes more memory than its limit',
      'a container takes all the CPUs of its limit',
    ]);
  });

  it('it is said that replicas may be on one node, if there are several', () => {
    const said = (replicas: number) =>
      alone(replicas).notes.filter((note) => note.startsWith('Replicas of one service are on different nodes'));
    expect(said(1)).toEqual([]);
    expect(said(2)).toHaveLength(1);
    expect(alone(2).notes.length - alone(1).notes.length).toBe(1);
  });
});

it('shows the order of eviction, and that no kubelet was asked', () => {
  const { eviction, notes } = printed(ROOMY);
  expect(eviction[0]).toEqual({ service: 'shipper', priority: 'batch', 'QoS class': 'Burstable', 'above its request': 'up to 32Mi' });
  expect(eviction.at(-1)).toMatchObject({ 'above its request': 'never' });
  expect(notes.join()).toContain('No kubelet was run for it.');
});

it('is a text and a table in Markdown as well', () => {
  expect(shown(ROOMY, 'table')).toContain(
    '\n  degraded: orders, cart\n    the other replicas answer, unless all were there; replaced after 110 s, and\n      started within 120 s (computed)\n',
  );
  expect(shown(ROOMY, 'markdown')).toContain(
    '| services | are | what that means | for how long | known | lost | by hand |\n|---|---|---|---|---|---|---|\n',
  );
});
