import type { Reason } from '../effect';
import type { Manifest } from '../manifest';
import { at, type Difference, isElement, isTree, listOf, ORDER, treeOf } from './differences';

/** Differences as somebody says them. What a Secret holds is never said. */
export const reasonsOf = (found: readonly Difference[], object: Manifest): readonly Reason[] => {
  const several = listOf(at(object, ...TEMPLATE, 'containers')).length + listOf(at(object, ...TEMPLATE, 'initContainers')).length > 1;
  const reasons = found.map((difference): Reason => {
    const { path, from, to } = difference;
    const whole = ofCommand(path);
    if (whole !== undefined) return { what: worded(whole, several) };
    const rules = ofRules(object, path);
    if (rules !== undefined) return { what: rules };
    const change = from === undefined ? 'added' : to === undefined ? 'removed' : undefined;
    const reason: Reason = { what: worded(path, several), ...(change === undefined ? {} : { change }) };
    // A word of a list is its own name.
    if (object.kind === 'Secret' || (change !== undefined && path.at(-1) === `[${from ?? to}]`)) return reason;
    return { ...reason, from: shown(from), to: shown(to) };
  });
  // Fields below one that has a name of its own, such as a port's number and name, are said once.
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
};

/** What allows something, as a whole. Single rules have no names, and network edges and rights say what they allow. */
function ofRules({ kind }: Manifest, [first = '', second = '']: readonly string[]): string | undefined {
  if (kind === 'NetworkPolicy') return second === 'ingress' || second === 'egress' ? `${second} rules` : undefined;
  const isAllowed = /^(Cluster)?Role(Binding)?$/.test(kind) && (first === 'rules' || first === 'subjects');
  return isAllowed ? first : undefined;
}

const TEMPLATE = ['spec', 'template', 'spec'];

/** The path of a command in which something differs. One word of it, or the order of two, says nothing. */
function ofCommand(path: readonly string[]): readonly string[] | undefined {
  const end = path.findIndex(
    (key, index) => (key === 'command' || key === 'args') && (path[index + 1] === ORDER || isElement(path[index + 1])),
  );
  return end < 0 ? undefined : path.slice(0, end + 1);
}

const RESOURCES: Readonly<Record<string, string>> = { limits: 'limit', requests: 'request' };

const PROBES: Readonly<Record<string, string>> = {
  readinessProbe: 'readiness probe',
  livenessProbe: 'liveness probe',
  startupProbe: 'startup probe',
};

function worded(path: readonly string[], several: boolean): string {
  if (path.at(-1) === ORDER) return `order of ${worded(path.slice(0, -1), several)}`;
  const [first = '', second = '', ...rest] = path;
  if (first === 'metadata') return metadata(second, rest);
  if (first === 'data' || first === 'binaryData' || first === 'stringData') return `content of ${[second, ...rest].join('.')}`;
  const template = path.indexOf('template');
  if (first !== 'spec' || template < 0) return plain(first === 'spec' ? path.slice(1) : path);
  const [part = '', section = '', ...inner] = path.slice(template + 1);
  return part === 'metadata' ? `pods' ${metadata(section, inner)}` : pod([section, ...inner], several);
}

const metadata = (section: string, inner: readonly string[]): string =>
  section === 'labels' || section === 'annotations' ? `${section.slice(0, -1)} ${inner.join('.')}` : plain([section, ...inner]);

function pod([section = '', ...inner]: readonly string[], several: boolean): string {
  const [element = '', ...rest] = inner;
  if (!element.startsWith('[')) return plain([section, ...inner]);
  const name = element.slice(1, -1);
  if (section === 'volumes') return rest.length === 0 ? `volume ${name}` : `volume ${name}: ${plain(rest)}`;
  if (section === 'containers' || section === 'initContainers') {
    if (rest.length === 0) return section === 'containers' ? `container ${name}` : `init container ${name}`;
    return several ? `${name}: ${container(rest)}` : container(rest);
  }
  return plain([section, ...inner]);
}

function container([section = '', ...inner]: readonly string[]): string {
  const [key = '', ...rest] = inner;
  const name = key.startsWith('[') ? key.slice(1, -1) : key;
  const amount = section === 'resources' && rest.length === 1 ? RESOURCES[key] : undefined;
  if (amount !== undefined) return `${rest[0]} ${amount}`;
  if (section === 'env' && key.startsWith('[')) return `variable ${name}`;
  if (section === 'volumeMounts' && key.startsWith('[')) return `mount at ${name}`;
  const probe = PROBES[section];
  if (probe !== undefined) return inner.length === 0 ? probe : `${probe}: ${plain(inner)}`;
  return plain([section, ...inner]);
}

/** A path in the API's own words: `rollingUpdate.maxSurge`. */
const plain = (path: readonly string[]): string => path.join('.').replaceAll('.[', '[');

/** The longest value that is said. A script is not, and neither is a section or a list of sections. */
const LONGEST = 160;

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (!isTree(value) && !Array.isArray(value)) {
    const text = String(value);
    if (text === '') return '""';
    return text.includes('\n') || text.length > LONGEST ? undefined : text;
  }
  const source = at(value, 'value') ?? at(value, 'valueFrom');
  if (source !== undefined) return isTree(source) ? sourceText(Object.values(source)[0]) : shown(source);
  if (isTree(value) || listOf(value).some((item) => isTree(item) || Array.isArray(item))) return undefined;
  const text = listOf(value).join(' ');
  return text.includes('\n') || text.length > LONGEST ? undefined : text;
}

/** Where a variable has its value from. */
function sourceText(from: unknown): string | undefined {
  const { key, name, fieldPath, resource } = treeOf(from);
  if (key !== undefined && name !== undefined) return `from ${name} (${key})`;
  const field = fieldPath ?? resource;
  return field === undefined ? undefined : `from ${field}`;
}
