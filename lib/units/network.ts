import { isIPv4, isIPv6 } from 'node:net';
import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** A range of addresses: `192.0.2.0/24`, `fc00::/7`. */
export type Network = string & { readonly [brand]: 'network' };

/** What editors can tell of it. */
export const NETWORK = /^(\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f:.]+)\/(0|[1-9]\d{0,2})$/;

/** @throws UnitError if an address or the length of its prefix cannot exist */
export function network(text: string): Network {
  const [address = '', prefix = ''] = text.split('/');
  const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  if (!NETWORK.test(text) || Number(prefix) > longest) throw new UnitError('a network such as 192.0.2.0/24', text, hintFor(text));
  return text as Network;
}

function hintFor(text: string): string | undefined {
  if (isIPv4(text)) return `a single address is ${text}/32`;
  if (isIPv6(text)) return `a single address is ${text}/128`;
  return undefined;
}
