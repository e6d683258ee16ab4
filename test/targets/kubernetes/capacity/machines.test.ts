import fc from 'fast-check';
import {
  countOf,
  fewestZones,
  inZone,
  type Machines,
  machinesOf,
  withoutOne,
  withoutZone,
  zonesOf,
} from '../../../../lib/targets/kubernetes/capacity/machines';
import { group, machines } from '../../../support/nodes';

/** `2 in x`, `1 in y or z`, `3`. */
const shown = (all: readonly Machines[]): readonly string[] =>
  all.map(({ count, zone, among }) =>
    [count, ...(zone === undefined ? [] : ['in', zone]), ...(among ? ['in', among.join(' or ')] : [])].join(' '),
  );

describe('the nodes of a group', () => {
  const of = (count: number, zones?: string[]): readonly string[] => shown(machinesOf([group('g', count, { zones })]));

  it.each([
    [3, undefined, ['3']],
    [4, ['x', 'y'], ['2 in x', '2 in y']],
    [5, ['x', 'y'], ['2 in x', '2 in y', '1 in x or y']],
    [2, ['x', 'y', 'z'], ['2 in x or y or z']],
  ])('are spread over their zones: %s in %j', (count, zones, expected) => {
    expect(of(count, zones)).toEqual(expected);
  });

  it('have what the profile says of them, and its name', () => {
    expect(machinesOf([group('one', 1), group('two', 2, { maxPods: 5 })])).toEqual([
      { group: 'one', count: 1, cpu: 4000, memory: 8192, pods: 110 },
      { group: 'two', count: 2, cpu: 4000, memory: 8192, pods: 5 },
    ]);
  });

  it('are none more and none fewer, however they are spread', () => {
    const zones = fc.subarray(['x', 'y', 'z'], { minLength: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), zones, (count, some) => {
        const all = machinesOf([group('g', count, { zones: some })]);
        expect(countOf(all)).toBe(count);
        expect([...zonesOf(all)].sort()).toEqual(some);
        expect(fewestZones(all)).toBe(Math.min(count, some.length));
      }),
    );
  });
});

const perhaps = machines(2, 1, 1, { among: ['x', 'y', 'z'] });
const inX = machines(3, 1, 1, { zone: 'x' });
const inY = machines(1, 1, 1, { zone: 'y' });
const nowhere = machines(4, 1, 1);

it('counts zones that nodes are in, and of those that they may be in as many as there are nodes', () => {
  expect(zonesOf([inX, inX, perhaps])).toEqual(['x', 'y', 'z']);
  expect(zonesOf([nowhere])).toEqual([]);
  expect(fewestZones([nowhere])).toBe(0);
  expect(fewestZones([inX, inX])).toBe(1);
  expect(fewestZones([inX, inY])).toBe(2);
  expect(fewestZones([inX, perhaps])).toBe(2);
  expect(fewestZones([inX, machines(9, 1, 1, { zone: 'x' })])).toBe(1);
});

it('finds the nodes of a zone, those that may be there one by one', () => {
  const of = (zone: string | undefined) => {
    const found = inZone([inX, inY, perhaps, nowhere], zone);
    return [shown(found.machines), found.certain];
  };
  expect(of('x')).toEqual([['3 in x', '1 in x'], 3]);
  expect(of('z')).toEqual([['1 in z'], 0]);
  expect(of('elsewhere')).toEqual([[], 0]);
  expect(of(undefined)).toEqual([['4'], 4]);
});

it('loses a node of its kind, and the kind with its last one', () => {
  expect(shown(withoutOne([inX, inY], inX))).toEqual(['2 in x', '1 in y']);
  expect(shown(withoutOne([inX, inY], inY))).toEqual(['3 in x']);
});

it('loses with a zone what is there, and one of what may be', () => {
  expect(shown(withoutZone([inX, inY, perhaps, nowhere], 'x'))).toEqual(['1 in y', '1 in y or z', '4']);
  expect(shown(withoutZone([inX, perhaps], 'elsewhere'))).toEqual(['3 in x', '2 in x or y or z']);
});
