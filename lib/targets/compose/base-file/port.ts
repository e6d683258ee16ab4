import type { ComposeService } from '../render/compose-service';
import { type BaseNode, hasVariable, needsEnvironment, nodeAt, type ScalarNode } from './node';
import { type BaseService, said } from './parse';

/** A port that a service publishes. `unknown`: depends on a variable. `wrong`: Compose cannot read it. */
export type Port = PublishedPort | 'unknown' | 'wrong';

export interface PublishedPort {
  /** The address of the host. Empty: every one. */
  readonly address: string;
  /** The host's ports; none: one that the engine picks. */
  readonly host?: Range;
  readonly container: Range;
  readonly protocol: string;
  /** As the file has it. */
  readonly written: string;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const isPublished = (port: Port): port is PublishedPort => typeof port === 'object';

/** What a service publishes when both files are merged. */
export function publishedBy(base: BaseService, ours: ComposeService): readonly Port[] {
  return ours.ports !== undefined ? ours.ports.map(readShort) : portsOf(base);
}

/** What the base file publishes. Compose takes a port once that stands there twice, in whatever form. */
export function portsOf(base: BaseService): readonly Port[] {
  const seen = new Set<string>();
  return portNodes(base)
    .map(readPort)
    .filter((port) => {
      if (!isPublished(port)) return true;
      const key = `${port.address === FOUR ? EVERY : port.address} ${mappingOf(port)}`;
      const first = !seen.has(key);
      seen.add(key);
      return first;
    });
}

/** The entries of `ports` in the base file. */
export function portNodes(base: BaseService): readonly BaseNode[] {
  const node = said(base, 'ports');
  return node?.kind === 'list' ? node.items : [];
}

/** One entry of `ports`, in the short form or the long one. */
export function readPort(node: BaseNode): Port {
  if (node.kind === 'scalar') return readShort(textOf(node));
  if (node.kind === 'list') return 'wrong';
  const [target, published, address, protocol] = ['target', 'published', 'host_ip', 'protocol'].map((key) => nodeAt(node, key));
  if (target === undefined) return 'wrong';
  if ([target, published, address, protocol].some(needsEnvironment)) return 'unknown';
  const text = (value: BaseNode | undefined): string => (value?.kind === 'scalar' ? textOf(value) : '');
  const ip = text(address).includes(':') ? `[${text(address)}]` : text(address);
  return readShort(`${[...(ip === '' ? [] : [ip]), text(published), text(target)].join(':').replace(/^:/, '')}/${text(protocol) || 'tcp'}`);
}

/** A number may be written in more than one way. */
const textOf = ({ value, text }: ScalarNode): string => (typeof value === 'number' ? String(value) : text);

const SHORT = /^(?:(?:\[([\da-fA-F:.]+)\]|([\d.]+)):(?=[^:]*:))?(?:(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/([a-zA-Z]+))?$/;

/** `8001:8000`, `127.0.0.1:8001:8000/tcp`, `8000`, or ranges of the same. */
function readShort(written: string): Port {
  if (hasVariable(written)) return 'unknown';
  const [, six, four, host, container, protocol = 'tcp'] = SHORT.exec(written) ?? [];
  if (container === undefined) return 'wrong';
  const port = {
    address: six ?? four ?? '',
    host: host === undefined ? undefined : rangeOf(host),
    container: rangeOf(container),
    protocol: protocol.toLowerCase(),
    written: written.replace(/\/tcp$/i, ''),
  };
  const fit = [port.host, port.container].every((range) => range === undefined || (range.from <= range.to && range.to <= 65_535));
  return fit && port.container.from > 0 ? port : 'wrong';
}

function rangeOf(text: string): Range {
  const [from, to = from] = text.split('-').map(Number);
  return { from: from as number, to: to as number };
}

/** Only programs of the same machine reach it. */
export const isLoopback = ({ address }: PublishedPort): boolean => /^127\./.test(address) || address === '::1';

/** The same ports of host and container, whatever the address. */
export const mappingOf = ({ host, container, protocol }: PublishedPort): string =>
  `${host === undefined ? '' : `${host.from}-${host.to}`}:${container.from}-${container.to}/${protocol}`;

/** Ports of the host that are taken: the engine gives each to one container only. */
export class TakenPorts<Owner> {
  private readonly taken = new Map<string, Map<string, Owner>>();

  /** Takes the port that `owner` publishes, and returns who had it before. A range takes none, because the engine picks the port. */
  take({ address, host, protocol }: PublishedPort, owner: Owner): Owner | undefined {
    if (host === undefined || host.from !== host.to) return undefined;
    const key = `${host.from}/${protocol}`;
    const owners = this.taken.get(key) ?? new Map<string, Owner>();
    this.taken.set(key, owners);
    const family = address.includes(':') ? SIX : FOUR;
    const before =
      owners.get(address) ?? owners.get(EVERY) ?? owners.get(family) ?? (EVERYBODY.has(address) ? ofFamily(owners, address) : undefined);
    owners.set(address, before ?? owner);
    return before;
  }
}

const [EVERY, FOUR, SIX] = ['', '0.0.0.0', '::'] as const;
const EVERYBODY: ReadonlySet<string> = new Set([EVERY, FOUR, SIX]);

const ofFamily = <Owner>(owners: ReadonlyMap<string, Owner>, every: string): Owner | undefined =>
  [...owners].find(([address]) => every === EVERY || address.includes(':') === (every === SIX))?.[1];
