import { crowdedOut, tooLarge, waiting } from '../../../../lib/targets/kubernetes/capacity/waiting';
import { demand, inZones, machines, member, namesOf, onEach } from '../../../support/nodes';

describe('a pod is too large', () => {
  const nodes = [machines(1, 4, 2), machines(1, 2, 4)];

  it.each([
    ['where no node has both', demand('a', 3, 3), 'a'],
    ['where none has the CPUs', demand('a', 5, 1), 'a'],
    ['where none has the memory', demand('a', 1, 5), 'a'],
    ['not where it just fills one', demand('a', 2, 4), ''],
    ['on each node where one is too small', { ...onEach, cpu: 3 }, 'each'],
    ['not on each node where all are large enough', { ...onEach, cpu: 2, memory: 2 }, ''],
  ])('%s', (_, pod, expected) => {
    expect(namesOf(tooLarge(nodes, [pod]))).toBe(expected);
  });
});

describe('a pod waits', () => {
  it('at the load at which there are too many', () => {
    const pod = demand('a', 1, 1, { least: 4, most: 6, surge: 2 });
    const at = (cpu: number) => (['rest', 'full', 'rollout'] as const).map((load) => namesOf(waiting([machines(1, cpu, 99)], [pod], load)));
    expect([3, 4, 6, 8].map(at)).toEqual([
      ['a', 'a', 'a'],
      ['', 'a', 'a'],
      ['', '', 'a'],
      ['', '', ''],
    ]);
  });

  it('and one on each node is asked for apart, at full load', () => {
    const other = demand('other', 2, 1, { least: 1, most: 2 });
    const full = [machines(2, 4, 8)];
    expect(namesOf(waiting(full, [onEach, other], 'full'))).toBe('');
    expect(namesOf(crowdedOut(full, [onEach, other]))).toBe('each');
    expect(namesOf(crowdedOut(full, [onEach, { ...other, most: 1 }]))).toBe('');
    expect(namesOf(crowdedOut([machines(1, 1, 8)], [demand('alone', 2, 1)]))).toBe('');
    // Others of a lower priority leave.
    expect(namesOf(crowdedOut(full, [onEach, { ...other, rank: 1, budget: 2 }]))).toBe('');
    expect(namesOf(waiting(full, [demand('a', 4, 8), { ...other, rank: 1, budget: 2 }], 'full'))).toBe('');
  });

  it('where its disk is and the nodes of that zone are full, or taken by siblings', () => {
    const pod = member('kept', 1, { cpu: 4 });
    const other = demand('other', 1, 1);
    expect(namesOf(waiting(inZones(1, 2), [pod, other], 'full'))).toBe('kept');
    expect(namesOf(waiting(inZones(2, 2), [pod, other], 'full'))).toBe('');
    expect(namesOf(waiting(inZones(1, 2), [{ ...pod, keepsDisk: false }, other], 'full'))).toBe('');
    // Two of three may be in one zone of two nodes, and neither is in the way of the other. With a third node elsewhere nothing changes.
    expect(namesOf(waiting(inZones(2, 1), [member('kept', 3)], 'full'))).toBe('');
    const beside = demand('other', 4, 1);
    expect(namesOf(waiting(inZones(3, 3, 3), [member('kept', 3, { zones: 'required' }), beside], 'full'))).toBe('');
    expect(namesOf(waiting(inZones(3, 3, 3), [member('kept', 3), beside], 'full'))).toBe('kept');
  });

  it('where its disk is on nodes without a zone, among themselves', () => {
    const pod = member('kept', 1, { cpu: 4 });
    const other = demand('other', 1, 1);
    expect(namesOf(waiting([machines(1, 4, 8), ...inZones(2)], [pod, other], 'full'))).toBe('kept');
    expect(namesOf(waiting([machines(2, 4, 8), ...inZones(2)], [pod, other], 'full'))).toBe('');
  });
});
