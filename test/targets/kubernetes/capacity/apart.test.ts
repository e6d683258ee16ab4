import { type Apart, apart } from '../../../../lib/targets/kubernetes/capacity/apart';
import type { Machines } from '../../../../lib/targets/kubernetes/capacity/machines';
import { demand, machines } from '../../../support/nodes';

/** So many nodes in each zone: x, y, z. */
const zones = (...counts: readonly number[]): readonly Machines[] =>
  counts.map((count, index) => machines(count, 4, 8, { zone: ['x', 'y', 'z'][index] ?? '' }));

const of = (most: number, on: readonly Machines[], kept: 'preferred' | 'required' = 'required'): Apart =>
  apart(demand('a', 1, 1, { most, nodes: 'one for each pod', zones: kept }), on);

it('divides members evenly over three zones or more', () => {
  expect(of(3, zones(2, 2, 2))).toEqual({ inOne: 1, without: 0, lacksZones: false });
  expect(of(5, zones(2, 2, 2))).toEqual({ inOne: 2, without: 0, lacksZones: false });
  expect(of(2, zones(2, 2))).toEqual({ inOne: 1, without: 0, lacksZones: false });
  expect(of(1, zones(2))).toEqual({ inOne: 1, without: 0, lacksZones: false });
});

it('gives no zone a second member where zones are too few: all others wait', () => {
  expect(of(3, zones(3, 3))).toEqual({ inOne: 1, without: 1, lacksZones: true });
  expect(of(5, zones(9, 9))).toEqual({ inOne: 1, without: 3, lacksZones: true });
  expect(of(2, zones(3))).toEqual({ inOne: 1, without: 1, lacksZones: true });
});

it('gives nodes without a zone no member', () => {
  expect(of(3, [machines(9, 4, 8)])).toEqual({ inOne: 0, without: 3, lacksZones: true });
  expect(of(3, [machines(9, 4, 8), ...zones(1)])).toEqual({ inOne: 1, without: 2, lacksZones: true });
});

it('counts the worst of the zones that there may be', () => {
  const among = (count: number) => machines(count, 4, 8, { among: ['x', 'y', 'z'] });
  // In two zones three of the five wait, in three there are two in one.
  expect(of(5, [among(2), among(2), among(2)])).toEqual({ inOne: 2, without: 3, lacksZones: true });
  expect(of(5, [among(2), ...zones(2, 2, 2)])).toEqual({ inOne: 2, without: 0, lacksZones: false });
});

it('lets members share a zone where it is only preferred that they do not, and never a node', () => {
  expect(of(3, zones(3, 3), 'preferred')).toEqual({ inOne: 3, without: 0, lacksZones: false });
  expect(of(3, zones(1, 1), 'preferred')).toEqual({ inOne: 3, without: 1, lacksZones: false });
  expect(of(5, zones(1, 1, 1))).toEqual({ inOne: 2, without: 2, lacksZones: false });
});

it('keeps pods that may share a node from none', () => {
  expect(apart(demand('a', 1, 1, { most: 3 }), zones(1))).toEqual({ inOne: 3, without: 0, lacksZones: false });
});
