import { countOf, flagOf, numberOf } from '../amount';
import { type BaseNode, nodeAt } from '../node';
import { type BaseService, said } from '../parse';
import { type Remark, refused } from '../remark';
import { shown } from '../shown';

/**
 * Compose reads a base file before it lays anything over it, so a value of another kind is refused even where the override replaces
 * it. These are the keys that the override writes, and those that decide what becomes of them.
 */
export const shapes = (base: BaseService): readonly Remark[] =>
  SHAPES.flatMap(([path, shape]): readonly Remark[] => {
    const node = said(base, ...path.split('.'));
    if (node === undefined || shape.holds(node)) return [];
    return [{ ...refused(`${path}: expected ${shape.expected}, got ${shown(node)}: Compose refuses the file`, node), always: true }];
  });

interface Shape {
  readonly expected: string;
  readonly holds: (node: BaseNode) => boolean;
}

const isText = (node: BaseNode): boolean => node.kind === 'scalar' && typeof node.value === 'string';
const isNull = (node: BaseNode): boolean => node.kind === 'scalar' && node.value === null;
const isNumber = (node: BaseNode): boolean => node.kind === 'scalar' && typeof node.value === 'number';
const isListOf = (node: BaseNode, item: (node: BaseNode) => boolean): boolean => node.kind === 'list' && node.items.every(item);

const textIn = (node: BaseNode): string => (node.kind === 'scalar' ? node.text : '');

/** Twice the same text. */
const repeats = (node: BaseNode): boolean => {
  if (node.kind !== 'list') return false;
  const texts = node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
  return new Set(texts).size < texts.length;
};

const text: Shape = { expected: 'a text', holds: isText };
const map: Shape = { expected: 'a map', holds: ({ kind }) => kind === 'map' };
const listOf = (expected: string, item: (node: BaseNode) => boolean): Shape => ({ expected, holds: (node) => isListOf(node, item) });

const holdsText = (node: BaseNode, key: string, orNumber = false): boolean => {
  const inside = nodeAt(node, key);
  return inside === undefined || isText(inside) || (orNumber && isNumber(inside) && countOf(inside) !== 'wrong');
};

const isPort = (node: BaseNode): boolean =>
  node.kind === 'map'
    ? nodeAt(node, 'target') !== undefined &&
      ['host_ip', 'protocol', 'mode'].every((key) => holdsText(node, key)) &&
      ['target', 'published'].every((key) => holdsText(node, key, true))
    : isText(node) || isNumber(node);

const isMount = (node: BaseNode): boolean =>
  node.kind === 'map'
    ? nodeAt(node, 'target') !== undefined &&
      nodeAt(node, 'type') !== undefined &&
      ['type', 'source', 'target'].every((key) => holdsText(node, key))
    : isText(node);

const textsOrMap: Shape = {
  expected: 'a map, or a list of texts, each once',
  holds: (node) => node.kind === 'map' || (isListOf(node, isText) && !repeats(node)),
};
const texts: Shape = { expected: 'a list of texts', holds: (node) => isListOf(node, isText) };
const size: Shape = { expected: 'a size', holds: (node) => isText(node) || isNumber(node) };
const flag: Shape = {
  expected: 'true or false',
  holds: (node) => node.kind === 'scalar' && typeof node.value !== 'number' && !isNull(node) && flagOf(node) !== 'wrong',
};
const count: Shape = { expected: 'a whole number', holds: (node) => (isText(node) || isNumber(node)) && countOf(node) !== 'wrong' };
/** A number as it is written, or a whole number in quotes. */
const amount: Shape = { expected: 'a number', holds: (node) => isNumber(node) || count.holds(node) };
const number: Shape = { expected: 'a number', holds: (node) => (isText(node) || isNumber(node)) && numberOf(node) !== 'wrong' };
const command: Shape = { expected: 'a text or a list of texts', holds: (node) => isNull(node) || isText(node) || isListOf(node, isText) };

const SHAPES: readonly (readonly [string, Shape])[] = [
  ['image', text],
  ['build', { expected: 'a text or a map', holds: (node) => isText(node) || node.kind === 'map' }],
  ['command', command],
  ['entrypoint', command],
  [
    'environment',
    {
      expected: 'a map or a list of texts',
      holds: (node) =>
        node.kind === 'map' ? [...node.entries.values()].every(({ value }) => value.kind === 'scalar') : isListOf(node, isText),
    },
  ],
  ['ports', listOf('a list of ports', isPort)],
  ['volumes', listOf('a list of mounts, each with a target', isMount)],
  ['depends_on', textsOrMap],
  ['networks', { expected: textsOrMap.expected, holds: (node) => isNull(node) || textsOrMap.holds(node) }],
  ['profiles', texts],
  ['tmpfs', { expected: 'a text or a list of texts', holds: (node) => isText(node) || isListOf(node, isText) }],
  ['cap_add', texts],
  ['cap_drop', texts],
  ['security_opt', { expected: 'a list of texts, each once', holds: (node) => isListOf(node, isText) && !repeats(node) }],
  ['mem_limit', size],
  ['memswap_limit', size],
  ['mem_reservation', size],
  ['cpus', number],
  ['cpu_quota', amount],
  ['cpu_period', amount],
  ['pids_limit', amount],
  ['mem_swappiness', count],
  ['scale', count],
  ['restart', text],
  [
    'container_name',
    {
      expected: 'a name of letters, digits, dots, hyphens and underscores',
      holds: (node) => isText(node) && /[a-zA-Z0-9][a-zA-Z0-9_.-]/.test(textIn(node)),
    },
  ],
  ['network_mode', text],
  ['init', flag],
  ['privileged', flag],
  ['oom_kill_disable', flag],
  ['healthcheck', map],
  ['healthcheck.disable', flag],
  ['healthcheck.test', { expected: 'a text or a list of texts', holds: (node) => isText(node) || isListOf(node, isText) }],
  ['healthcheck.interval', text],
  ['healthcheck.timeout', text],
  ['healthcheck.start_period', text],
  ['logging', map],
  ['logging.driver', text],
  [
    'logging.options',
    {
      expected: 'a map of texts and numbers',
      holds: (node) =>
        node.kind === 'map' && [...node.entries.values()].every(({ value }) => value.kind === 'scalar' && typeof value.value !== 'boolean'),
    },
  ],
  ['deploy', { expected: 'a map', holds: (node) => node.kind === 'map' || isNull(node) }],
  ['deploy.replicas', count],
  ['deploy.resources', map],
  ['deploy.resources.limits', map],
  ['deploy.resources.limits.memory', { expected: 'a size in quotes or with a unit', holds: isText }],
  ['deploy.resources.limits.cpus', number],
  ['deploy.resources.reservations', map],
  ['deploy.resources.reservations.memory', { expected: 'a size in quotes or with a unit', holds: isText }],
  ['deploy.restart_policy', map],
  ['deploy.restart_policy.condition', text],
  ['deploy.restart_policy.max_attempts', count],
];
