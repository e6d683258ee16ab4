import { Memory } from '../../../../units/memory';
import { type Amount, asCompared, bytesOf, countOf, flagOf, numberOf } from '../amount';
import type { BaseNode } from '../node';
import { type BaseService, said } from '../parse';
import { type BaseRule, type Pair, type Remark, refused } from '../remark';
import { shown } from '../shown';

/** One limit under its two names: of a service, and below `deploy.resources`. */
interface Limit {
  readonly group: 'limits' | 'reservations';
  readonly key: string;
  /** The key of a service that says the same. */
  readonly also: 'mem_limit' | 'cpus' | 'pids_limit' | 'mem_reservation';
  readonly read: (node: BaseNode | undefined) => Amount;
  readonly ours: (pair: Pair) => { readonly value: number; readonly written: string } | undefined;
}

const LIMITS: readonly Limit[] = [
  { group: 'limits', key: 'memory', also: 'mem_limit', read: bytesOf, ours: ({ ours }) => sized(ours.mem_limit) },
  {
    group: 'limits',
    key: 'cpus',
    also: 'cpus',
    read: (node) => amount(numberOf(node), asCompared),
    ours: ({ ours }) => counted(ours.cpus),
  },
  { group: 'limits', key: 'pids', also: 'pids_limit', read: countOf, ours: ({ ours }) => counted(ours.pids_limit) },
  { group: 'reservations', key: 'memory', also: 'mem_reservation', read: bytesOf, ours: ({ ours }) => sized(ours.mem_reservation) },
];

const amount = (read: Amount, of: (value: number) => number): Amount => (typeof read === 'number' ? of(read) : read);

const textNode = (text: string): BaseNode => ({ kind: 'scalar', offset: 0, value: text, text });

const sized = (written: string | undefined) => (written === undefined ? undefined : { value: Number(bytesOf(textNode(written))), written });
const counted = (value: number | undefined) => (value === undefined ? undefined : { value: asCompared(value), written: String(value) });

const unreadable = (path: string, node: BaseNode | undefined): Remark =>
  refused(`${path} is ${node && shown(node)}, which Compose cannot read`, node);

/** A limit of the base file that nothing of the override replaces: it can be read, and its two names say the same. */
function own({ group, key, also, read }: Limit, base: BaseService): readonly Remark[] {
  const path = `deploy.resources.${group}.${key}`;
  const node = said(base, also);
  const other = said(base, ...path.split('.'));
  const [value, below] = [read(node), read(other)];
  if (value === 'wrong') return [unreadable(also, node)];
  if (node === undefined || value === 0 || said(base, 'deploy', 'resources', group)?.kind !== 'map' || below === 'wrong') return [];
  if (value === 'unknown' || below === 'unknown') return [{ unread: path }];
  if (value === below) return [];
  const there = other === undefined ? 'absent' : shown(other);
  return [refused(`${also} is ${shown(node)} and ${path} is ${there}: Compose refuses both; write the same twice, or one of them`, node)];
}

/** Limits of a service that the override does not have. */
export const ownLimits = (base: BaseService): readonly Remark[] =>
  LIMITS.flatMap((limit): readonly Remark[] => {
    const path = `deploy.resources.${limit.group}.${limit.key}`;
    const node = said(base, ...path.split('.'));
    return [...own(limit, base), ...(limit.read(node) === 'wrong' ? [unreadable(path, node)] : [])];
  });

/** Compose refuses two different values for one limit (compose-go, loader/validate.go); an absent one counts as zero. */
export const contradictingResources: BaseRule = (pair) =>
  LIMITS.flatMap((limit): readonly Remark[] => {
    const { group, key, read, ours: oursOf } = limit;
    const { base } = pair;
    const path = `deploy.resources.${group}.${key}`;
    const ours = oursOf(pair);
    const inherited = ours === undefined ? own(limit, base) : [];
    if (said(base, 'deploy', 'resources', group)?.kind !== 'map') return inherited;
    const node = said(base, ...path.split('.'));
    // A number is refused whatever it says: shapes has told so.
    if (key === 'memory' && node?.kind === 'scalar' && typeof node.value !== 'string') return [];
    const theirs = read(node);
    if (theirs === 'wrong') return [unreadable(path, node)];
    if (ours === undefined || theirs === ours.value) return inherited;
    if (theirs === 'unknown') return [{ unread: path }];
    return [
      {
        code: 'base-resources-contradict',
        severity: 'error',
        message: `${path} is ${node === undefined ? 'absent' : inOurNotation(node, theirs, key)} in the base file and ${ours.written} in the override: Compose refuses to load both; write ${key}: ${inQuotes(ours.written)} there as well`,
      },
    ];
  });

const inQuotes = (written: string): string => (/\d$/.test(written) ? `"${written}"` : written);

function inOurNotation(node: BaseNode, value: number, key: string): string {
  const exact = key === 'memory' && value > 0 && Number.isSafeInteger(value) && Memory.ofBytes(value).bytes === value;
  return exact ? String(Memory.ofBytes(value)) : shown(node);
}

/** The engine refuses a reservation above the cap. Of two, the one below `deploy` counts. */
export const reservationAboveCap: BaseRule = ({ base, ours }) => {
  const cap = sized(ours.mem_limit);
  if (cap === undefined || ours.mem_reservation !== undefined) return [];
  const path = ['deploy.resources.reservations.memory', 'mem_reservation'].find((keys) => bytesOf(said(base, ...keys.split('.'))) !== 0);
  const node = path && said(base, ...path.split('.'));
  if (!path || !node) return [];
  const reserved = bytesOf(node);
  if (reserved === 'unknown') return [{ unread: path }];
  if (reserved === 'wrong') return [unreadable(path, node)];
  if (reserved <= cap.value) return [];
  return [
    refused(
      `${path} is ${shown(node)} in the base file, above the cap of ${cap.written}: the engine refuses the container; give the service a memory request in the profile, which replaces it${path === 'mem_reservation' ? '' : ', with the same value there'}`,
      node,
    ),
  ];
};

/** The engine takes a limit on CPUs in one notation only, and no less than a hundredth of one. */
export const conflictingCpus: BaseRule = ({ base, ours, plan }) => {
  const node = [['deploy', 'resources', 'limits', 'cpus'], ['cpus']]
    .map((keys) => said(base, ...keys))
    .find((value) => numberOf(value) !== 0);
  const theirs = numberOf(node);
  const cpus = ours.cpus ?? theirs;
  const conflicts = (['cpu_quota', 'cpu_period'] as const).flatMap((key): readonly Remark[] => {
    const value = said(base, key);
    const found = countOf(value);
    if (cpus === 0 || value === undefined || found === 'wrong' || (typeof found === 'number' && found <= 0)) return [];
    if (cpus === 'unknown' || found === 'unknown') return [{ unread: key }];
    return [
      refused(
        `${key} is ${shown(value)} in the base file and cpus is ${cpus}${ours.cpus === undefined ? '' : ' in the override'}: the engine refuses both; keep one of them`,
        value,
      ),
    ];
  });
  const limit = plan.profile.machine.cpus.cores;
  if (ours.cpus !== undefined || ours.mem_limit === undefined || typeof theirs !== 'number' || node === undefined) return conflicts;
  return theirs >= LEAST_CPUS && theirs <= limit
    ? conflicts
    : [
        ...conflicts,
        refused(
          `cpus is ${shown(node)}: an engine with the profile's ${plan.profile.machine.cpus.inWords()} takes ${LEAST_CPUS} to ${limit}`,
          node,
        ),
      ];
};

const LEAST_CPUS = 0.01;

/** Settings that turn off the kill at the cap, on which all other promises depend. */
export const killsAtCap: BaseRule = ({ base, ours }) => {
  if (ours.mem_limit === undefined) return [];
  const disable = said(base, 'oom_kill_disable');
  const swappiness = said(base, 'mem_swappiness');
  const percent = countOf(swappiness);
  return [
    ...(flagOf(disable) === 'unknown' ? [{ unread: 'oom_kill_disable' }] : []),
    ...(flagOf(disable) === true
      ? [
          {
            code: 'base-kills-disabled',
            severity: 'warning',
            message: `oom_kill_disable is true in the base file: at its cap of ${ours.mem_limit} the container hangs, where the kernel should kill and the engine restart it`,
            at: disable,
          } as const,
        ]
      : []),
    ...(swappiness !== undefined && typeof percent === 'number' && (percent < 0 || percent > 100)
      ? [refused(`mem_swappiness is ${shown(swappiness)}: the engine takes 0 to 100`, swappiness)]
      : []),
  ];
};
