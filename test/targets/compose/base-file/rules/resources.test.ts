import {
  conflictingCpus,
  contradictingResources,
  killsAtCap,
  ownLimits,
  reservationAboveCap,
} from '../../../../../lib/targets/compose/base-file/rules/resources';
import type { ComposeService } from '../../../../../lib/targets/compose/render/compose-service';
import { clauses, pairOf } from '../../../../support/base-rules';

const limits = (keys: string): string => `deploy: { resources: { limits: { ${keys} } } }`;
const reservations = (keys: string): string => `deploy: { resources: { reservations: { ${keys} } } }`;
const LIMITS = 'deploy.resources.limits';
const WRONG = 'which Compose cannot read';

describe('limits that the override does not have', () => {
  it.each([
    ['image: a'],
    ['mem_limit: 1g'],
    ['mem_limit: "${M}"'],
    [`mem_limit: 1g, ${limits('memory: 1024m')}`],
    [`mem_limit: 0, ${limits('memory: 1g')}`],
    [`mem_limit: 1g, ${reservations('memory: 1m')}`],
    [`mem_limit: 1g, deploy: { resources: { limits: null } }`],
    [`cpus: 0.1, ${limits('cpus: "0.10000000001"')}`],
    [limits('memory: 1g, cpus: "${C}"')],
  ])('say one thing: %s', (keys) => expect(clauses(ownLimits(pairOf(keys).base))).toEqual([]));

  it.each([
    ['mem_limit: x', [`mem_limit is x, ${WRONG}`]],
    ['cpus: x', [`cpus is x, ${WRONG}`]],
    ['pids_limit: 1.5', [`pids_limit is 1.5, ${WRONG}`]],
    ['mem_reservation: x', [`mem_reservation is x, ${WRONG}`]],
    [limits('memory: x'), [`${LIMITS}.memory is x, ${WRONG}`]],
    [`mem_limit: 1g, ${limits('memory: x')}`, [`${LIMITS}.memory is x, ${WRONG}`]],
    [`mem_limit: 1g, ${limits('memory: 2g')}`, [`mem_limit is 1g and ${LIMITS}.memory is 2g`]],
    [`mem_limit: 1g, ${limits('cpus: "1"')}`, [`mem_limit is 1g and ${LIMITS}.memory is absent`]],
    [`cpus: 1, ${limits('cpus: "2"')}`, [`cpus is 1 and ${LIMITS}.cpus is 2`]],
    [`pids_limit: 1, ${limits('pids: 2')}`, [`pids_limit is 1 and ${LIMITS}.pids is 2`]],
    [`mem_reservation: 1g, ${reservations('memory: 2g')}`, ['mem_reservation is 1g and deploy.resources.reservations.memory is 2g']],
    [`mem_limit: "\${M}", ${limits('memory: 1g')}`, [`unread ${LIMITS}.memory`]],
    [`mem_limit: 1g, ${limits('memory: "${M}"')}`, [`unread ${LIMITS}.memory`]],
  ])('are refused: %s', (keys, expected) => expect(clauses(ownLimits(pairOf(keys).base))).toEqual(expected));
});

describe('a limit of both files', () => {
  const OURS: ComposeService = { mem_limit: '1024m', cpus: 0.1, pids_limit: 10, mem_reservation: '64m' };
  const found = (keys: string, ours = OURS) => contradictingResources(pairOf(keys, { ours }));
  const SAME = 'memory: 1g, cpus: "0.1", pids: 10';

  it.each([
    ['image: a'],
    ['deploy: {}'],
    ['deploy: { resources: { limits: x } }'],
    [`${limits(SAME)}, mem_limit: 2g`],
    [reservations('memory: 64m')],
    [limits(SAME.replace('1g', '5'))],
  ])('is the same, or another rule is about it: %s', (keys) => expect(clauses(found(keys))).toEqual([]));

  it.each([
    ['1g', '2g', '2Gi', '1024m'],
    ['1g', '"1000000"', '1000000', '1024m'],
    ['1g', '"0"', '0', '1024m'],
    ['1g', '9999999999p', '9999999999p', '1024m'],
    ['"0.1"', '2', '2', '"0.1"'],
    ['10', '"5"', '5', '"10"'],
    ['10', '1048576', '1048576', '"10"'],
  ])('differs: %s is %s', (was, is, said, write) => {
    const remarks = found(limits(SAME.replace(`: ${was}`, `: ${is}`)));
    expect(remarks).toEqual([expect.objectContaining({ code: 'base-resources-contradict', severity: 'error' })]);
    expect(remarks).toEqual([expect.objectContaining({ message: expect.stringContaining(` is ${said} in the base file`) })]);
    expect(remarks).toEqual([expect.objectContaining({ message: expect.stringMatching(new RegExp(`write \\w+: ${write} there`)) })]);
  });

  it.each([
    [limits(SAME.replace('1g', 'x')), [`${LIMITS}.memory is x, ${WRONG}`]],
    [limits(SAME.replace('1g', '"${M}"')), [`unread ${LIMITS}.memory`]],
    [limits(SAME.replace(', pids: 10', '')), [`${LIMITS}.pids is absent in the base file and 10 in the override`]],
    [reservations('cpus: "1"'), ['deploy.resources.reservations.memory is absent in the base file and 64m in the override']],
  ])('is not there, or cannot be compared: %s', (keys, expected) => expect(clauses(found(keys))).toEqual(expected));

  it('is compared with what the base file says of it elsewhere, where the override says nothing', () => {
    expect(clauses(found('cpus: x', {}))).toEqual([`cpus is x, ${WRONG}`]);
    expect(clauses(found(`cpus: 1, ${limits('cpus: "2"')}`, {}))).toEqual([`cpus is 1 and ${LIMITS}.cpus is 2`]);
    expect(clauses(found(`cpus: 1, ${limits('cpus: "${C}"')}`, {}))).toEqual([`unread ${LIMITS}.cpus`]);
    expect(clauses(found(`cpus: x, ${limits('cpus: "2"')}`, { cpus: 2 }))).toEqual([]);
  });
});

describe('a reservation', () => {
  const found = (keys: string, ours: ComposeService = { mem_limit: '1024m' }) => reservationAboveCap(pairOf(keys, { ours }));
  const BELOW = 'deploy.resources.reservations.memory';

  it.each([['image: a'], ['mem_reservation: 1g'], [`mem_reservation: 2g, ${reservations('memory: 1g')}`], ['mem_reservation: 0']])(
    'is no more than the cap: %s',
    (keys) => expect(clauses(found(keys))).toEqual([]),
  );

  it.each([
    ['mem_reservation: 2g', ['mem_reservation is 2g in the base file, above the cap of 1024m']],
    [reservations('memory: 2g'), [`${BELOW} is 2g in the base file, above the cap of 1024m`]],
    [`mem_reservation: 2g, ${reservations('memory: "0"')}`, ['mem_reservation is 2g in the base file, above the cap of 1024m']],
    ['mem_reservation: x', [`mem_reservation is x, ${WRONG}`]],
    [reservations('memory: "${M}"'), [`unread ${BELOW}`]],
  ])('is more, or cannot be compared: %s', (keys, expected) => expect(clauses(found(keys))).toEqual(expected));

  it('has to be the same in both places once the profile replaces it', () => {
    const advice = (keys: string) => found(keys).map((remark) => 'message' in remark && remark.message.split('which replaces it')[1]);
    expect(advice('mem_reservation: 2g')).toEqual(['']);
    expect(advice(reservations('memory: 2g'))).toEqual([', with the same value there']);
  });

  it('is replaced, or has no cap above it', () => {
    expect(found('mem_reservation: 2g', {})).toEqual([]);
    expect(found('mem_reservation: 2g', { mem_limit: '1g', mem_reservation: '1g' })).toEqual([]);
  });
});

describe('CPUs', () => {
  const found = (keys: string, ours: ComposeService = { mem_limit: '1g' }) => clauses(conflictingCpus(pairOf(keys, { ours })));
  const PERIOD = 'cpu_period is 10 in the base file and cpus is 1';

  it.each([
    ['image: a'],
    ['cpu_period: 10, cpu_quota: 10'],
    ['cpus: 1, cpu_period: 0, cpu_quota: -1'],
    ['cpus: 1, cpu_period: x'],
    ['cpus: 0.01'],
    ['cpus: 2'],
    ['cpus: "${C}"'],
    ['cpus: 0'],
  ])('have one limit, which the machine has: %s', (keys) => expect(found(keys)).toEqual([]));

  it.each([
    ['cpus: 1, cpu_period: 10', [PERIOD]],
    ['cpus: 1, cpu_quota: 5, cpu_period: 10', ['cpu_quota is 5 in the base file and cpus is 1', PERIOD]],
    [`cpus: 2, cpu_period: 10, ${limits('cpus: "1"')}`, [PERIOD]],
    [`cpus: 1, cpu_period: 10, ${limits('cpus: "0"')}`, [PERIOD]],
    ['cpus: 1, cpu_period: "${P}"', ['unread cpu_period']],
    ['cpus: "${C}", cpu_period: 10', ['unread cpu_period']],
    ['cpus: 0.009', ['cpus is 0.009']],
    ['cpus: 2.1, cpu_period: 10', ['cpu_period is 10 in the base file and cpus is 2.1', 'cpus is 2.1']],
  ])('have two limits, or one that no machine or only another one has: %s', (keys, expected) => expect(found(keys)).toEqual(expected));

  it('have the limit of the override, if it has one', () => {
    expect(found('cpus: 9, cpu_period: 10', { mem_limit: '1g', cpus: 1 })).toEqual([`${PERIOD} in the override`]);
    expect(found('cpus: 9', { mem_limit: '1g', cpus: 1 })).toEqual([]);
    expect(found('cpus: 9', {})).toEqual([]);
  });
});

describe('kills at the cap', () => {
  const found = (keys: string, ours: ComposeService = { mem_limit: '1g' }) => clauses(killsAtCap(pairOf(keys, { ours })));

  it.each([
    ['image: a', []],
    ['oom_kill_disable: false, mem_swappiness: 0', []],
    ['mem_swappiness: 100', []],
    ['mem_swappiness: "${S}"', []],
    ['oom_kill_disable: true', ['oom_kill_disable is true in the base file']],
    ['oom_kill_disable: "${O}"', ['unread oom_kill_disable']],
    ['mem_swappiness: -1', ['mem_swappiness is -1']],
    ['mem_swappiness: 101', ['mem_swappiness is 101']],
  ])('are what the base file leaves: %s', (keys, expected) => expect(found(keys)).toEqual(expected));

  it('matter only where there is a cap', () => expect(found('oom_kill_disable: true', {})).toEqual([]));
});
