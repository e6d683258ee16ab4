import { isIP, isIPv4, isIPv6 } from 'node:net';
import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** A range of addresses: `192.0.2.0/24`, `fc00::/7`. */
export type Network = string & { readonly [brand]: 'network' };

/** What editors can tell of it. */
export const NETWORK = /^(\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f:.]+)\/(0|[1-9]\d{0,2})$/;

const EXPECTED = 'a network such as 192.0.2.0/24';

/** @throws UnitError if an address or the length of its prefix cannot exist, or if another network is what they mean */
export function network(text: string): Network {
  const [address = '', prefix = ''] = text.split('/');
  const longest = isIPv4(address) ? 32 : 128;
  if (!NETWORK.test(text) || !isIP(address) || Number(prefix) > longest) throw new UnitError(EXPECTED, text, hintFor(text));
  const bits = bitsOf(address);
  if (longest === 128 && bits >> 32n === 0xffffn)
    throw new UnitError(EXPECTED, text, 'an address of version 4 within version 6: write it as version 4');
  const hosts = BigInt(longest - Number(prefix));
  const start = (bits >> hosts) << hosts;
  if (start !== bits)
    throw new UnitError(EXPECTED, text, `its address has bits behind the prefix: write ${written(start, longest)}/${prefix}`);
  return text as Network;
}

/** A network that is not every address. @throws UnitError also for those, with what to do instead */
export const partOfAll = (instead: string) => (text: string) => {
  const range = network(text);
  if (range.endsWith('/0')) throw new UnitError(EXPECTED, text, `it is every address: ${instead}`);
  return range;
};

/** What editors can tell of it. */
export const PART_OF_ALL = new RegExp(`^(?!.*/0$)${NETWORK.source.slice(1)}`);

/** Where a node, and whoever runs on it, finds what is its own alone: the metadata of most clouds, with the node's keys. */
export const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32', 'fd20:ce::/32'];

/** The same, with what some clouds have elsewhere (Alibaba, Azure, Oracle), and with what NAT64 makes of either. */
export const OF_THE_NODE = [...LINK_LOCAL, '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32'].flatMap((range) =>
  isIPv4(range.split('/')[0] ?? '') ? [range, throughNat64(range)] : [range],
);

/** The network that holds one address, and nothing else. */
export const networkOf = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

/** A network that pods connect to. @throws UnitError also for every address, and for those that are the node's own */
export const destination = (instead: string) => (text: string) => {
  const range = partOfAll(instead)(text);
  if (OF_THE_NODE.some((other) => isInside(range, other)))
    throw new UnitError(EXPECTED, text, 'that is link-local or the metadata of a cloud, where pods would get the rights of their node');
  return range;
};

/** Whether all addresses of a network are in the other. */
export function isInside(one: string, other: string): boolean {
  const [[, lengthA], [, lengthB]] = [parts(one), parts(other)];
  return lengthA >= lengthB && overlap(one, other);
}

/** Whether networks are, together, every address of version 4 or of version 6. */
export const areEverything = (ranges: readonly string[]): boolean =>
  ([32, 128] as const).some((size) => {
    const ends = ranges
      .map(parts)
      .filter(([, , own]) => own === size)
      .map(([start, length]) => [start, start + (1n << BigInt(size - length))] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    // As far as all addresses are in one of them.
    const covered = ends.reduce((end, [start, next]) => (start <= end && next > end ? next : end), 0n);
    return covered === 1n << BigInt(size);
  });

/** Whether some address is in both. */
export function overlap(one: string, other: string): boolean {
  const [[a, lengthA, sizeA], [b, lengthB, sizeB]] = [parts(one), parts(other)];
  const hosts = BigInt(sizeA - Math.min(lengthA, lengthB));
  return sizeA === sizeB && a >> hosts === b >> hosts;
}

/** What NAT64 makes of addresses of version 4: where pods without one find them (RFC 6052). */
export function throughNat64(range: string): string {
  const [bits, length] = parts(range);
  return `${written((0x64ff9bn << 96n) | bits, 128)}/${96 + length}`;
}

function parts(range: string): readonly [bits: bigint, length: number, size: 32 | 128] {
  const [address = '', length] = range.split('/');
  return [bitsOf(address), Number(length), isIPv4(address) ? 32 : 128];
}

/** An address as a number. */
function bitsOf(address: string): bigint {
  if (isIPv4(address)) return address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head, tail] = [before, after ?? ''].map((half) => half.split(':').filter((group) => group !== ''));
  const groups = [...(head ?? []), ...Array(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill('0'), ...(tail ?? [])];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function written(bits: bigint, length: 32 | 128): string {
  const size = length === 32 ? 8n : 16n;
  const parts = Array.from(
    { length: length / Number(size) },
    (_, n) => (bits >> (BigInt(length) - size * BigInt(n + 1))) & ((1n << size) - 1n),
  );
  if (length === 32) return parts.join('.');
  return new URL(`http://[${parts.map((part) => part.toString(16)).join(':')}]`).hostname.slice(1, -1);
}

function hintFor(text: string): string | undefined {
  if (isIPv4(text)) return `a single address is ${text}/32`;
  if (isIPv6(text)) return `a single address is ${text}/128`;
  return undefined;
}
