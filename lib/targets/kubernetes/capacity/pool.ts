import type { NodeGroup, NodeGroups } from '../schema/nodes';

/** The most nodes that a group may have in a profile. */
const MOST = 10_000;

/** A group with as many nodes as would do. */
export interface Pool {
  readonly group: NodeGroup;
  readonly count: number;
}

/**
 * The smallest pool with which something holds: one of the groups with more nodes, of all groups the one that needs the fewest more. Where
 * none does alone, all get as many more, and those are left out that need none of them: a disk needs a node more in each zone, and with a
 * group for each zone no group alone gives that. Empty if it holds with no number of nodes.
 *
 * @param usable the groups that pods may run on
 * @param holds whether it holds for these groups. More nodes never make it false where it was true, except that they are spread over zones
 */
export function smallestPool(usable: NodeGroups, holds: (groups: NodeGroups) => boolean): readonly Pool[] {
  const pools = usable.flatMap((group): readonly Pool[] => {
    const more = leastMore(MOST - group.count, (some) => holds(grown(usable, [group], some)));
    return more === undefined ? [] : [{ group, count: group.count + more }];
  });
  const [smallest] = pools.sort((a, b) => a.count - a.group.count - (b.count - b.group.count));
  if (smallest !== undefined) return [smallest];
  return usable.length === 1 ? [] : together(usable, holds);
}

function together(usable: NodeGroups, holds: (groups: NodeGroups) => boolean): readonly Pool[] {
  const more = leastMore(MOST - Math.min(...usable.map(({ count }) => count)), (some) => holds(grown(usable, usable, some)));
  if (more === undefined) return [];
  const needed = usable.reduce((those, group) => {
    const rest = those.filter((one) => one !== group);
    return holds(grown(usable, rest, more)) ? rest : those;
  }, usable);
  return needed.map((group) => ({ group, count: within(group.count + more) }));
}

/** All groups, some of them with more nodes. */
const grown = (usable: NodeGroups, some: NodeGroups, more: number): NodeGroups =>
  usable.map((group) => (some.includes(group) ? { ...group, count: within(group.count + more) } : group));

const within = (count: number): number => Math.min(MOST, count);

/** The least number of more nodes with which something holds: doubled until it does, then halved. */
function leastMore(most: number, holds: (more: number) => boolean): number | undefined {
  let [without, enough] = [0, Math.min(most, 1)];
  while (!holds(enough)) {
    if (enough >= most) return undefined;
    without = enough;
    enough = Math.min(most, 2 * enough + 1);
  }
  while (enough - without > 1) {
    const middle = Math.floor((enough + without) / 2);
    if (holds(middle)) enough = middle;
    else without = middle;
  }
  return enough;
}
