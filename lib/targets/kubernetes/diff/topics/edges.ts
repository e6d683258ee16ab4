import type { Gained } from '../../../../diff/meaning';
import { LABEL, NAMESPACE_NAME } from '../../labels';
import { type Fields, fields, list, texts } from '../fields';
import type { Manifest } from '../manifest';
import { type Move, type NameOf, partOf, renamed, type Side } from '../side';

/** A connection that a policy allows. */
interface Edge {
  /** Of whom, to whom, where: `agent to case: 8000`. */
  readonly text: string;
  /** Addresses of it that are not meant. */
  readonly except: readonly string[];
}

/**
 * Edges that there were not, and those that are gone. One that leaves out other addresses than before is told with these.
 *
 * @param moved where everything went, whose namespaces are then those of the later side. @default - everything stays where it is
 */
export function edgesBetween(before: Side, after: Side, nameOf: NameOf, moved?: Move): Gained {
  const [then, now] = [
    edgesByText(before.own.flatMap((object) => edgesOf(object, nameOf, moved))),
    edgesByText(after.own.flatMap((object) => edgesOf(object, nameOf))),
  ];
  return { gained: beyond(now, then, 'also in'), lost: beyond(then, now, 'no longer in') };
}

type Edges = ReadonlyMap<string, readonly string[]>;

/** Of two policies that allow the same, each leaves out what both leave out. */
function edgesByText(edges: readonly Edge[]): Edges {
  const found = new Map<string, readonly string[]>();
  for (const { text, except } of edges) found.set(text, found.get(text)?.filter((one) => except.includes(one)) ?? except);
  return found;
}

const beyond = (edges: Edges, others: Edges, how: string): readonly string[] =>
  [...edges].flatMap(([text, except]) => {
    const other = others.get(text);
    if (other === undefined) return [except.length === 0 ? text : `${text}, but for ${except.length} networks`];
    const more = other.filter((one) => !except.includes(one));
    return more.length === 0 ? [] : [`${text}, ${how} ${more.join(' ')}`];
  });

function edgesOf({ kind, spec, metadata }: Manifest, nameOf: NameOf, moved?: Move): readonly Edge[] {
  if (kind !== 'NetworkPolicy') return [];
  const { podSelector, policyTypes, ingress, egress } = fields(spec);
  const namespace = metadata.namespace === undefined ? [] : [`the namespace ${renamed(metadata.namespace, moved)}`];
  const own = podsIn(podSelector, namespace, nameOf);
  const edges = (rules: unknown, peers: string, between: (peer: string) => string): readonly Edge[] =>
    list(rules).flatMap((rule) => {
      const ports = list(rule.ports);
      const at = ports.length === 0 ? ['any port'] : ports.map(portText);
      const others = list(rule[peers]);
      const found = others.length === 0 ? [{ text: 'anybody', except: [] }] : others.map((peer) => peerIn(peer, namespace, nameOf));
      return found.flatMap(({ text, except }) => at.map((where) => ({ text: `${between(text)}: ${where}`, except })));
    });
  const isEgress = policyTypes === undefined || texts(policyTypes).includes('Egress');
  return [
    ...(isEgress ? edges(egress, 'to', (peer) => `${own} to ${peer}`) : []),
    ...edges(ingress, 'from', (peer) => `${peer} to ${own}`),
  ];
}

const portText = ({ port, endPort, protocol = 'TCP' }: Fields): string =>
  port === undefined ? `any ${protocol} port` : `${port}${endPort === undefined ? '' : `-${endPort}`}/${protocol}`;

/** @param own the namespace of the policy, in which a peer is that names none */
function peerIn({ ipBlock, namespaceSelector, podSelector }: Fields, own: readonly string[], nameOf: NameOf): Edge {
  if (ipBlock !== undefined) {
    const { cidr, except } = fields(ipBlock);
    return { text: String(cidr), except: texts(except) };
  }
  const where = namespaceSelector === undefined ? own : [namespaceText(namespaceSelector)];
  return { text: podSelector === undefined ? where.join('') : podsIn(podSelector, where, nameOf), except: [] };
}

function namespaceText(selector: unknown): string {
  const labels = labelsIn(selector);
  const name = labels[NAMESPACE_NAME];
  if (name !== undefined) return `the namespace ${name}`;
  return Object.keys(labels).length === 0 && fields(selector).matchExpressions === undefined
    ? 'any namespace'
    : `namespaces ${selectorText(selector)}`;
}

/**
 * Pods, with where they are. Services have names of their own in all namespaces of a deployment, and both ends of a connection are told in the
 * same words: their namespace is left out.
 */
function podsIn(selector: unknown, where: readonly string[], nameOf: NameOf): string {
  const { [LABEL.name]: name, [LABEL.component]: component, ...others } = labelsIn(selector);
  if (name !== undefined) {
    const more = Object.entries(others).map(([key, value]) => ` with ${key}=${value}`);
    const of = `${partOf(nameOf(name), component)}${more.join('')}`;
    return component === undefined ? [of, ...where].join(' in ') : of;
  }
  return [Object.keys(fields(selector)).length === 0 ? 'every pod' : `pods ${selectorText(selector)}`, ...where].join(' in ');
}

const labelsIn = (selector: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields(selector, 'matchLabels')).map(([key, value]) => [key, String(value)]));

const selectorText = (selector: unknown): string =>
  [
    ...Object.entries(labelsIn(selector)).map(([key, value]) => `${key}=${value}`),
    ...list(fields(selector).matchExpressions).map(({ key, operator, values }) => `${key} ${operator} ${texts(values).join(' ')}`.trim()),
  ].join(', ');
