import type { Machines } from './machines';

/** What a pod requests: millicores and MiB. */
export interface Request {
  readonly cpu: number;
  readonly memory: number;
}

/** Pods that may be in the way of another one. */
export interface Other extends Request {
  readonly count: number;
  /** How many of them one node can have at most. */
  readonly perNode: number;
}

/** Pods that may be in the way, in the order that `ordered` gives them. */
export type Others = readonly Other[] & { readonly ordered: true };

/** Those that request much CPU for their memory first, and those of one size together. */
export const ordered = (others: readonly Other[]): Others =>
  Object.assign(
    merged(others.filter(({ count }) => count > 0)).sort((a, b) => share(b) - share(a)),
    { ordered: true as const },
  );

function merged(others: readonly Other[]): Other[] {
  const found = new Map<string, Other>();
  for (const other of others) {
    const { cpu, memory, count, perNode } = other;
    const key = `${cpu} ${memory} ${Number.isFinite(perNode)}`;
    const one = found.get(key);
    found.set(key, one === undefined ? other : { cpu, memory, count: one.count + count, perNode: one.perNode + perNode });
  }
  return [...found.values()];
}

/** CPU for memory. */
const share = ({ cpu, memory }: Request): number => (memory > 0 ? cpu / memory : cpu > 0 ? Number.MAX_VALUE : 0);

/**
 * Whether others can take what a pod needs on every node that it may run on, wherever the scheduler puts them.
 *
 * No assumption is made of the scheduler's preferences, and pods of the others may be cut into pieces. So it can say yes of pods that are
 * always found a place, and never no of one that is not. A node is in the way if its CPUs, its memory or its number of pods are taken, or
 * if a sibling is on it that the pod never shares a node with. Others on nodes of the first sort count by their CPUs alone, on nodes of the
 * second by their memory alone: what is asked is whether they can be divided so that there is enough of both.
 *
 * For example, a pod requests 1 CPU, and there are two nodes with 4. Others are in its way on a node with more than 3, so with 4 if each of
 * them requests 1, and with 8 on both. Seven of them are never in its way.
 *
 * @param siblings how many of the nodes have such a sibling
 */
export function canBeBlocked(pod: Request, machines: readonly Machines[], siblings: number, others: Others): boolean {
  const usable = usableFor(pod, machines);
  const all = usable.reduce((sum, { count }) => sum + count, 0) - siblings;
  const full = mostWithin(
    costs(usable, ({ pods }) => pods),
    total(others, () => 1),
  );
  const left = all - full;
  if (left <= 0) return true;
  const cpu = costs(usable, (machine) => above(machine.cpu - pod.cpu, others, (other) => other.cpu));
  const memory = costs(usable, (machine) => above(machine.memory - pod.memory, others, (other) => other.memory));
  const [byCpu, byMemory] = [
    mostWithin(
      cpu,
      total(others, (other) => other.cpu),
    ),
    mostWithin(
      memory,
      total(others, (other) => other.memory),
    ),
  ];
  for (let taken = Math.max(0, left - byMemory); taken <= Math.min(left, byCpu); taken++) {
    const rest = left - taken;
    if (canDivide(others, { nodes: taken, amount: least(cpu, taken) }, { nodes: rest, amount: least(memory, rest) })) return true;
  }
  return false;
}

/** All others together. */
export interface Total extends Request {
  readonly count: number;
}

/**
 * Whether others are too few to be in the way on every node, even if each of them counted on a node of every sort. It is a quick answer:
 * where it is no, `canBeBlocked` asks more exactly.
 */
export function areTooFew(pod: Request, machines: readonly Machines[], siblings: number, others: Total): boolean {
  const usable = usableFor(pod, machines);
  const all = usable.reduce((sum, { count }) => sum + count, 0) - siblings;
  // Most often it shows already as if each node were the one that is taken most easily.
  if (mostIfAlike(pod, usable, others) < all) return true;
  const inTheWay =
    mostWithin(
      costs(usable, ({ pods }) => pods),
      others.count,
    ) +
    mostWithin(
      costs(usable, ({ cpu }) => cpu - pod.cpu + 1),
      others.cpu,
    ) +
    mostWithin(
      costs(usable, ({ memory }) => memory - pod.memory + 1),
      others.memory,
    );
  return inTheWay < all;
}

/** On how many nodes others can be in the way at most, if each were as small as any of them. */
function mostIfAlike(pod: Request, machines: readonly Machines[], others: Total): number {
  let [pods, cpu, memory] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const machine of machines) {
    pods = Math.min(pods, machine.pods);
    cpu = Math.min(cpu, machine.cpu);
    memory = Math.min(memory, machine.memory);
  }
  return (
    Math.floor(others.count / pods) + Math.floor(others.cpu / (cpu - pod.cpu + 1)) + Math.floor(others.memory / (memory - pod.memory + 1))
  );
}

const usableFor = (pod: Request, machines: readonly Machines[]): readonly Machines[] =>
  machines.filter(({ cpu, memory, count }) => pod.cpu <= cpu && pod.memory <= memory && count > 0);

/** What it takes to be in the way on each of some nodes. */
interface Cost {
  readonly count: number;
  readonly each: number;
}

/** The cheapest first. */
const costs = (machines: readonly Machines[], each: (machine: Machines) => number): readonly Cost[] =>
  machines.map((machine) => ({ count: machine.count, each: each(machine) })).sort((a, b) => a.each - b.each);

/** The least that a sum of requests can be that is more than an amount: all are multiples of their greatest common divisor. */
function above(amount: number, others: Others, request: (other: Other) => number): number {
  const step = others.reduce((divisor, other) => greatestCommonDivisor(request(other), divisor), 0);
  return step === 0 ? Number.POSITIVE_INFINITY : (Math.floor(amount / step) + 1) * step;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

const total = (others: Others, request: (other: Other) => number): number =>
  others.reduce((sum, other) => sum + other.count * request(other), 0);

/** On how many nodes an amount is enough. */
function mostWithin(all: readonly Cost[], amount: number): number {
  let [nodes, left] = [0, amount];
  for (const { count, each } of all) {
    const more = Math.min(count, Math.floor(left / each));
    nodes += more;
    left -= more * each;
    if (more < count) break;
  }
  return nodes;
}

/** What it takes on that many nodes, the cheapest. */
function least(all: readonly Cost[], nodes: number): number {
  let [sum, left] = [0, nodes];
  for (const { count, each } of all) {
    const some = Math.min(count, left);
    if (some > 0) sum += some * each;
    left -= some;
  }
  return sum;
}

/** An amount that is needed on some nodes. */
interface Need {
  readonly nodes: number;
  readonly amount: number;
}

/** Smaller than any request, and larger than what rounding loses. */
const NOTHING = 1e-6;

/**
 * Whether others can be divided over two sets of nodes so that those on the first request as much CPU as is needed there, and those on the
 * second as much memory. All are put on the second, and then those move first that bring most CPU for the memory that goes with them.
 */
function canDivide(others: Others, cpu: Need, memory: Need): boolean {
  const onFirst = (other: Other): number => Math.min(other.count, other.perNode * cpu.nodes || 0);
  const onSecond = (other: Other): number => Math.min(other.count, other.perNode * memory.nodes || 0);
  let [lacking, has] = [cpu.amount, 0];
  const parts = others.map((other) => {
    const second = onSecond(other);
    const first = Math.min(onFirst(other), other.count - second);
    lacking -= first * other.cpu;
    has += second * other.memory;
    return { other, movable: Math.min(second, onFirst(other) - first) };
  });
  for (const { other, movable } of parts) {
    if (lacking <= NOTHING) break;
    const moved = Math.min(movable, lacking / other.cpu);
    lacking -= moved * other.cpu;
    has -= moved * other.memory;
  }
  return lacking <= NOTHING && has >= memory.amount - NOTHING;
}
