import type { NodeGroup, NodeGroups } from '../schema/nodes';

/** The most nodes that a group may have in a profile. */
const MOST = 10_000;

/** A group with as many nodes as would do. */
export interface Pool {
  readonly group: NodeGroup;
  readonly count: number;
}

/**
 * The smallest pool with which something holds: one of the groups with more nodes, of all groups the one that needs the fewest more.
 * Undefined if it holds with no number of nodes.
 *
 * @param usable the groups that pods may run on
 * @param holds whether it holds for these groups. More nodes never make it false where it was true, except that they are spread over zones
 */
export function smallestPool(usable: NodeGroups, holds: (groups: NodeGroups) => boolean): Pool | undefined {
  const pools = usable.flatMap((group): readonly Pool[] => {
    const count = leastCount(group.count, (more) => holds(usable.map((one) => (one === group ? { ...group, count: more } : one))));
    return count === undefined ? [] : [{ group, count }];
  });
  return pools.sort((a, b) => a.count - a.group.count - (b.count - b.group.count))[0];
}

/** The least number above another one with which something holds: doubled until it does, then halved. */
function leastCount(fewer: number, holds: (count: number) => boolean): number | undefined {
  let [without, step] = [fewer, 1];
  while (!holds(Math.min(MOST, fewer + step))) {
    if (fewer + step >= MOST) return undefined;
    without = fewer + step;
    step *= 2;
  }
  let enough = Math.min(MOST, fewer + step);
  while (enough - without > 1) {
    const middle = Math.floor((enough + without) / 2);
    if (holds(middle)) enough = middle;
    else without = middle;
  }
  return enough;
}
