import type { Failover, SilentLoss } from '../../../../lib/model/failover';
import type { Hazard } from '../../../../lib/model/hazard';
import type { Members } from '../../../../lib/model/members';
import { disk } from '../../../../lib/model/pod';
import type { Service, ServiceProps } from '../../../../lib/model/service';
import { type Leader, members, type Runs } from '../../../../lib/model/workload';
import type { Apart } from '../../../../lib/targets/kubernetes/capacity/apart';
import { type Demand, demandsOf } from '../../../../lib/targets/kubernetes/capacity/demands';
import { takenOf } from '../../../../lib/targets/kubernetes/capacity/members';
import { ofMember, ofMemory, ofNodes, type Taken } from '../../../../lib/targets/kubernetes/losses/effects';
import type { ClusterSized } from '../../../../lib/targets/kubernetes/plan/plan';
import { seconds } from '../../../../lib/units/duration';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

const RUNS: Runs = { command: ['serve'], drain: seconds(1), priority: 'core' };
const FORGETS: Hazard = {
  code: 'forgets',
  what: 'it keeps sessions in memory',
  consequence: 'a test',
  wayOut: 'a test',
  evidence: 'a test',
  inMemory: 'sessions',
};
const ELECTS: Failover = {
  leader: { fault: 'the leader is killed', seconds: 12 },
  follower: { fault: 'another one is killed', seconds: 3 },
  lost: 'the last second',
};

const store = (
  leader: Leader,
  failover?: Failover,
  working?: number,
  more: Partial<Members<never>> = {},
  withoutOne?: string,
  silent?: SilentLoss,
): Service =>
  testService('it', {
    workload: members({
      leader,
      withoutOne,
      failover,
      silent,
      working: working === undefined ? undefined : () => working,
      of: ({ volume }) => ({
        ...more,
        mounts: [{ at: '/data', volume: disk('data', volume) }],
        containers: [{ name: 'it', command: ['serve'], environment: {}, probes: {} }],
      }),
    }),
  });

/** A service that writes receipts to a folder, and keeps sessions in memory. */
const keeper = (props: Partial<ServiceProps> = {}): Service =>
  testService('it', {
    workload: { ...RUNS, role: 'interchangeable', writes: ['/data'] },
    persists: [{ holds: 'receipts', unset: '/app', path: '/data/receipts', through: { variable: 'RECEIPTS' } }],
    hazards: [FORGETS],
    variables: { RECEIPTS: '/data/receipts' },
    ...props,
  });

/** The service as a profile has it. */
function sized(service: Service, size: string): ClusterSized {
  const { services } = clusterOver(
    [service],
    `images: { it: "1" }\nnodes: [{ name: all, count: 9 }]\nservices: { it: { ${size === '' ? '' : `${size}, `}cpu: { request: 1, limit: 1 }, memory: { request: 128Mi, limit: 128Mi } } }\n`,
  );
  return services[0] as ClusterSized;
}

const VOLUME = 'volume: { size: 1Gi }';
const replicas = (count: number, service = keeper()): ClusterSized => sized(service, `replicas: ${count}`);
const stored = (count: number, service: Service): ClusterSized => sized(service, `replicas: ${count}, ${VOLUME}`);
const NODE: Taken = { what: 'node', wait: false, short: false, all: false, left: 'some' };
const ZONE: Taken = { ...NODE, what: 'zone', wait: true };
const FOREVER = 'until the node is back or given up';
const AWAY = 'replaced after 110 s, and started within 60 s';
const BY_HAND = 'once the machine is off for sure: docs/runbooks/node-lost.md';
const computed = { known: 'computed' };
const measured = { known: 'measured' };

describe('the loss of a node or of a zone', () => {
  const lost = 'requests that it was answering, receipts and sessions';

  it.each([
    ['takes the only pod', 1, NODE, 'down', 'its only pod was there', AWAY],
    ['takes one of two', 2, NODE, 'degraded', 'the other replicas answer', AWAY],
    ['takes one, or all', 2, { ...NODE, all: true }, 'degraded', 'the other replicas answer, unless all were there', AWAY],
    ['takes a zone with one of two', 2, ZONE, 'degraded', 'the other replicas answer', AWAY],
    ['takes a zone with all', 2, { ...ZONE, all: true }, 'down', 'if all its replicas were there; if not, the others answer', AWAY],
    ['leaves too little room', 2, { ...NODE, short: true }, 'degraded', 'the other replicas answer', `${AWAY}; not all may find a place`],
  ])('%s', (_, count, taken, state, means, lasts) => {
    expect(ofNodes(replicas(count), taken)).toEqual({ ...computed, state, means, lasts, lost });
  });

  it('takes a pod with a disk, whose folders are not lost', () => {
    const only = { ...computed, state: 'down', means: 'its only pod has a disk', lost: 'requests that it was answering and sessions' };
    const orders = sized(keeper(), `replicas: 1, ${VOLUME}`);
    expect(ofNodes(orders, NODE)).toEqual({ ...only, lasts: FOREVER, byHand: BY_HAND });
    expect(ofNodes(orders, { ...NODE, wait: true })).toEqual({
      ...only,
      lasts: `${FOREVER}; on another node of its zone there may be no room`,
      byHand: BY_HAND,
    });
    expect(ofNodes(orders, ZONE)).toEqual({ ...only, lasts: 'until the zone is back: its disk is there' });
  });

  it('takes of a service with a pod on each node what nobody misses', () => {
    const each = testService('it', { workload: { ...RUNS, role: 'perNode' } });
    expect(ofNodes(sized(each, ''), { ...NODE, all: true })).toBeUndefined();
  });

  it('takes of a pod on each node what it keeps there', () => {
    const each = sized(testService('it', { workload: { ...RUNS, role: 'perNode' } }), '');
    const keeps = { ...each, workload: { ...each.workload, keeps: '/state' } } as ClusterSized;
    expect(ofNodes(keeps, { ...NODE, all: true })).toEqual({
      ...computed,
      state: 'degraded',
      means: 'those of the other nodes go on',
      lasts: 'until the node is back',
      lost: 'what it keeps in a folder of its node, if that does not come back',
    });
    expect(ofNodes(keeps, ZONE)?.lasts).toBe('until the zone is back');
  });

  it('leaves no node, and then nothing is replaced, whatever the service is', () => {
    const down = { ...computed, state: 'down', means: 'no node is left' };
    const none = { ...NODE, all: true, left: 'none' } as const;
    for (const one of [replicas(1), replicas(2)]) expect(ofNodes(one, none)).toEqual({ ...down, lasts: 'until the node is back', lost });
    expect(ofNodes(replicas(2), { ...none, what: 'zone' })).toEqual({ ...down, lasts: 'until the zone is back', lost });
    expect(ofNodes(replicas(2), { ...none, what: 'zone', left: 'perhaps none' })?.means).toBe('if all nodes were there');
    const three = stored(3, store({ by: 'first', hazard: FORGETS }));
    expect(ofNodes(three, none)).toEqual({ ...down, lasts: 'until the node is back' });
    const each = sized(testService('it', { workload: { ...RUNS, role: 'perNode' } }), '');
    expect(ofNodes(each, none)).toBeUndefined();
    expect(ofNodes({ ...each, workload: { ...each.workload, keeps: '/state' } } as ClusterSized, none)).toEqual({
      ...down,
      lasts: 'until the node is back',
      lost: 'what it keeps in a folder of its node, if that does not come back',
    });
  });

  it('loses nothing but what it was answering where nothing else is kept', () => {
    expect(ofNodes(replicas(2, testService('it')), NODE)?.lost).toBe('requests that it was answering');
  });
});

/** What becomes of members of whom a loss takes as many. @param divided how they were divided over zones */
function losing(one: ClusterSized, members: number, more: Partial<Taken> = {}, divided?: Pick<Apart, 'without' | 'lacksZones'>) {
  const [demand] = demandsOf({ services: [one], profile: {} as never }) as readonly [Demand];
  return ofNodes(one, { ...NODE, members: takenOf(demand, members, divided), ...more });
}

describe('the loss of members', () => {
  const by = { ...computed, byHand: BY_HAND };

  it('leaves too few, or the only one was there', () => {
    const three = stored(3, store({ by: 'proxy' }, ELECTS, 2));
    const means = 'up to 2 of 3 members were there, and 2 have to run';
    expect(losing(three, 2)).toEqual({ ...by, state: 'down', means, lasts: FOREVER });
    expect(losing(three, 2, ZONE)).toEqual({ ...computed, state: 'down', means, lasts: 'until the zone is back' });
    expect(losing(stored(1, store({ by: 'proxy' }, ELECTS)), 1)).toEqual({
      ...by,
      state: 'down',
      means: 'its only member was there',
      lasts: FOREVER,
    });
  });

  it('leaves nobody, or fewer than a disruption budget keeps where one is enough', () => {
    const three = stored(3, store({ by: 'nobody', connected: true }));
    expect(losing(three, 3)).toEqual({
      ...by,
      state: 'down',
      means: 'up to 3 of 3 members were there, and 1 has to run',
      lasts: FOREVER,
    });
    const unguarded = 'fewer are left than the 2 of its disruption budget, so no drain takes another one';
    expect(losing(three, 2)?.means).toBe(`the other members answer; ${unguarded}`);
    expect(losing(three, 1)?.means).toBe('the other members answer');
    expect(losing(stored(3, store({ by: 'proxy' }, ELECTS)), 2)?.means).toBe(
      `no writes for 12 s if the one that leads was there; ${unguarded}`,
    );
    // The first one has to be there, whoever else is.
    expect(losing(stored(3, store({ by: 'first', hazard: FORGETS })), 2)?.means).toBe(
      'if its first member was there: only that one answers',
    );
    expect(losing(three, 0, {}, { without: 3, lacksZones: true })?.means).toBe(
      '0 of its 3 members have a place to begin with, and 1 has to run',
    );
  });

  it('is the loss of the only one also where two would have to run', () => {
    expect(losing(stored(1, store({ by: 'proxy' }, ELECTS, 2)), 1)?.means).toBe('its only member was there');
  });

  it('leaves none of those that had no place to begin with', () => {
    const three = stored(3, store({ by: 'proxy' }, ELECTS, 2));
    const lacking = (without: number) => ({ without, lacksZones: true });
    const means = 'up to 1 of 3 members were there, 1 had no place to begin with, and 2 have to run';
    expect(losing(three, 1, {}, lacking(1))).toEqual({ ...by, state: 'down', means, lasts: FOREVER });
    expect(losing(three, 1, {}, lacking(2))).toEqual({
      ...computed,
      state: 'down',
      means: '1 of its 3 members has a place to begin with, and 2 have to run',
      lasts: 'until there are nodes and zones enough',
    });
    expect(losing(three, 0, {}, lacking(3))?.means).toMatch(/^0 of its 3 members have a place to begin with/);
    // A node on which none of them can be.
    expect(losing(three, 0)).toBeUndefined();
  });

  it('is followed by a failover as it was measured', () => {
    const three = stored(3, store({ by: 'proxy' }, ELECTS, 2));
    const failover = {
      ...measured,
      state: 'degraded',
      means: 'no writes for 12 s if the one that leads was there',
      lost: 'the last second',
    };
    expect(losing(three, 1)).toEqual({ ...failover, lasts: `one member less ${FOREVER}`, byHand: BY_HAND });
    expect(losing(three, 1, { wait: true })?.lasts).toBe(`one member less ${FOREVER}; no other node may take it`);
    expect(losing(three, 1, ZONE)).toEqual({ ...failover, lasts: 'one member less until the zone is back' });
  });

  it('is heard of by nobody where a machine closes no connection: it takes as long as the others wait', () => {
    const of = (silent: SilentLoss, failover?: Failover) =>
      losing(stored(3, store({ by: 'nobody', connected: true }, failover, 2, {}, 'the others answer well', silent)), 1);
    const silent = {
      state: 'degraded',
      means: 'no writes for up to 70 s, until the others have given up whoever was there',
      lasts: `one member less ${FOREVER}`,
      byHand: BY_HAND,
    };
    expect(of({ seconds: 70 })).toEqual({ ...silent, ...computed });
    expect(of({ seconds: 70, fault: 'frozen' }, ELECTS)).toEqual({ ...silent, ...measured, lost: 'the last second' });
    expect(of({ seconds: 70 }, ELECTS)).toEqual({ ...silent, ...computed, lost: 'the last second' });
  });

  it('loses what its members say of their size, where they do', () => {
    const three = stored(3, store({ by: 'proxy' }, ELECTS, 2, { lostWithOne: 'what is old' }));
    expect(losing(three, 1)?.lost).toBe('what is old');
  });

  it('takes away what has no copy elsewhere, where not every member has one', () => {
    const five = stored(5, store({ by: 'proxy' }, ELECTS, 3, { copies: 2 }));
    const meaning = (members: number) => losing(five, members, ZONE);
    expect(meaning(1)).toMatchObject({ means: expect.not.stringContaining('copies'), lasts: 'one member less until the zone is back' });
    expect(meaning(2)).toMatchObject({
      state: 'degraded',
      means:
        'no writes for 12 s if the one that leads was there; what has all its copies on members that were there can neither be read nor be written',
      lasts: 'up to 2 members less until the zone is back',
    });
  });

  it('stops all where the first one leads, and nobody where any of them answers', () => {
    expect(losing(stored(2, store({ by: 'first', hazard: FORGETS })), 1)).toEqual({
      ...by,
      state: 'down',
      means: 'if its first member was there: only that one answers',
      lasts: FOREVER,
    });
    expect(losing(stored(2, store({ by: 'nobody', connected: false })), 1)).toEqual({
      ...by,
      state: 'degraded',
      means: 'the other members answer',
      lasts: FOREVER,
    });
  });
});

describe('a container that takes more memory than its limit', () => {
  const lasts = 'started again within 60 s';

  it('loses what is in memory, and no folder', () => {
    const lost = 'requests that it was answering and sessions';
    expect(ofMemory(replicas(1))).toEqual({ ...computed, state: 'down', means: 'nobody else answers', lasts, lost });
    expect(ofMemory(replicas(2))).toEqual({ ...computed, state: 'degraded', means: 'the others answer', lasts, lost });
  });

  it('is one of members', () => {
    const lost = 'requests that it was answering';
    const alone = { ...computed, state: 'down', means: 'nobody else answers', lasts, lost };
    expect(ofMemory(stored(3, store({ by: 'proxy' }, ELECTS)))).toEqual({
      ...measured,
      state: 'degraded',
      means: 'no writes for 12 s if it leads',
      lasts,
      lost: 'the last second',
    });
    expect(ofMemory(stored(1, store({ by: 'proxy' }, ELECTS)))).toEqual(alone);
    expect(ofMemory(stored(2, store({ by: 'first', hazard: FORGETS })))).toEqual(alone);
    expect(ofMemory(stored(2, store({ by: 'nobody', connected: false })))).toEqual({
      ...computed,
      state: 'degraded',
      means: 'the others answer',
      lasts,
      lost,
    });
  });
});

describe('a member that is killed', () => {
  const lasts = 'one member less until it has started, within 60 s';
  const three = (failover?: Failover) => stored(3, store({ by: 'proxy' }, failover));

  it('is replaced within the time that was measured', () => {
    expect(ofMember(three(ELECTS), 'leader')).toEqual({
      ...measured,
      state: 'degraded',
      means: 'no writes for 12 s (the leader is killed, docs/failover.md)',
      lasts,
      lost: 'the last second',
    });
    // Whoever does not lead has nothing that the others have not.
    expect(ofMember(three(ELECTS), 'follower')).toEqual({
      ...measured,
      state: 'degraded',
      means: 'no writes for 3 s (another one is killed, docs/failover.md)',
      lasts,
    });
  });

  it('is missed by nobody where nothing was measured of it', () => {
    const { follower: _, ...leader } = ELECTS;
    expect(ofMember(three(leader), 'follower')).toEqual({ ...computed, state: 'works', means: 'nobody notices', lasts });
  });

  const lost = 'requests that it was answering';

  it('is replaced within a time that nobody knows where it was not measured', () => {
    const means = 'no writes until another one leads, which was not measured';
    expect(ofMember(three(), 'leader')).toEqual({ ...computed, state: 'degraded', means, lasts, lost });
    expect(ofMember(three(), 'follower')).toEqual({ ...computed, state: 'degraded', means: 'the other members answer', lasts, lost });
  });

  it('stops all where it is the first one, which always leads, and nothing where it is another', () => {
    const first = stored(3, store({ by: 'first', hazard: FORGETS }));
    const down = { ...computed, state: 'down', lasts: 'started again within 60 s', lost };
    expect(ofMember(first, 'leader')).toEqual({ ...down, means: 'its first member alone answers' });
    expect(ofMember(first, 'follower')).toEqual({
      ...computed,
      state: 'works',
      means: 'only its first member answers, and it runs',
      lasts,
    });
    expect(ofMember(first, 'leader', false)?.lost).toBeUndefined();
  });

  it('leaves others of whom none leads, as the service says it', () => {
    const nobody: Leader = { by: 'nobody', connected: true };
    const degraded = { ...computed, state: 'degraded', lasts, lost };
    expect(ofMember(stored(3, store(nobody)), 'any')).toEqual({ ...degraded, means: 'the other members answer' });
    const said = stored(3, store(nobody, undefined, undefined, {}, 'the others sing'));
    expect(ofMember(said, 'any')).toEqual({ ...degraded, means: 'the others sing' });
    expect(losing(said, 1)?.means).toBe('the others sing');
    expect(ofMemory(said).means).toBe('the others sing');
  });

  it('is the only one', () => {
    const down = { ...computed, state: 'down', means: 'it has no other member', lasts: 'started again within 60 s', lost };
    expect(ofMember(stored(1, store({ by: 'proxy' }, ELECTS)), 'leader')).toEqual(down);
    expect(ofMember(stored(1, store({ by: 'nobody', connected: false })), 'any')).toEqual(down);
  });

  it('is told of once, and of members alone', () => {
    const told = (one: ClusterSized) => (['leader', 'follower', 'any'] as const).filter((which) => ofMember(one, which) !== undefined);
    expect(told(three(ELECTS))).toEqual(['leader', 'follower']);
    expect(told(three())).toEqual(['leader', 'follower']);
    expect(told(stored(2, store({ by: 'first', hazard: FORGETS })))).toEqual(['leader', 'follower']);
    expect(told(stored(2, store({ by: 'nobody', connected: false })))).toEqual(['any']);
    expect(told(stored(1, store({ by: 'proxy' }, ELECTS)))).toEqual(['leader']);
    expect(told(replicas(3))).toEqual([]);
  });
});

describe('what nobody asks', () => {
  const works = (loses: Runs['loses'], role: 'interchangeable' | 'perNode' = 'interchangeable'): Service =>
    testService('it', { workload: { ...RUNS, role, loses } });
  const JOBS = { what: 'jobs that come due meanwhile', with: 'pod' } as const;
  const FIGURES = { what: 'figures of that time', with: 'container' } as const;

  it('loses no requests', () => {
    const two = replicas(2, works(undefined));
    expect(ofNodes(two, NODE, false)).toEqual({ ...computed, state: 'degraded', means: 'the other replicas go on', lasts: AWAY });
    expect(ofNodes(two, { ...ZONE, all: true }, false)?.means).toBe('if all its replicas were there; if not, the others go on');
    expect(ofMemory(two, false)).toMatchObject({ means: 'the others go on', lost: undefined });
    expect(ofMemory(replicas(1, works(undefined)), false)).toMatchObject({ means: 'nobody else does its work', lost: undefined });
    expect(ofMemory(replicas(1), false).lost).toBe('sessions');
    expect(ofNodes(replicas(1), NODE, false)?.lost).toBe('receipts and sessions');
  });

  it('loses what nobody does meanwhile, as it says itself, if no other replica does it', () => {
    expect(ofNodes(replicas(1, works(JOBS)), NODE, false)?.lost).toBe('jobs that come due meanwhile');
    expect(ofNodes(replicas(1, works(JOBS)), NODE)?.lost).toBe('requests that it was answering and jobs that come due meanwhile');
    expect(ofNodes(replicas(2, works(JOBS)), NODE, false)?.lost).toBeUndefined();
    expect(ofNodes(replicas(2, works(JOBS)), { ...NODE, all: true }, false)?.lost).toBe('jobs that come due meanwhile');
  });

  it('loses it with its container only if it says so', () => {
    expect(ofMemory(replicas(1, works(JOBS)), false).lost).toBeUndefined();
    expect(ofMemory(replicas(1, works(FIGURES)), false).lost).toBe('figures of that time');
    expect(ofMemory(replicas(2, works(FIGURES)), false).lost).toBeUndefined();
    expect(ofMemory(sized(works(FIGURES, 'perNode'), ''), false)).toMatchObject({
      state: 'degraded',
      means: 'those of the other nodes go on',
      lost: 'figures of that time',
    });
  });
});
