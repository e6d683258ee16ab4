import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** A DNS label (RFC 1123): what a service is called on a Compose network and in a cluster. */
export type DnsLabel = string & { readonly [brand]: 'label' };

/** @throws UnitError if `text` is not a DNS label of at most 63 characters */
export function dnsLabel(text: string): DnsLabel {
  if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) {
    throw new UnitError('a DNS label of lower case letters, digits and hyphens', text);
  }
  return text as DnsLabel;
}
