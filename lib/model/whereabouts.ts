import { addressOf, type HttpUrl, httpUrl, isPublic, isWithin, portOf } from '../units/http-url';
import { networkOf } from '../units/network';
import { fullName, placeOf } from '../units/place';
import type { Destination } from './destination';

/** A server outside of the application, by a URL from the profile. */
export interface Whereabouts {
  readonly url: HttpUrl;
  /** Its networks, if it has no public address. @default - none are given */
  readonly networks?: readonly string[];
}

/** A mail server, as if it were asked by a URL. @param port default 587 */
export const mailUrl = (server: string, port = 587): HttpUrl => httpUrl(`https://${server}:${port}`);

/** The cluster that connects to it. */
export interface Home {
  /** The deployment's own namespace. */
  readonly namespace: string;
  /** Its namespaces, that one among them. @default - it has no other */
  readonly namespaces?: readonly string[];
  readonly clusterDomain: string;
}

/** The namespace that a URL leads to: pods find `SERVICE.NAMESPACE.svc` as well. */
function namespaceOf(url: HttpUrl, clusterDomain: string): string | undefined {
  const place = placeOf(url, clusterDomain);
  if (place.kind === 'service') return place.namespace;
  return place.kind === 'short' && /\.svc$/.test(new URL(url).hostname) ? place.namespace : undefined;
}

/** What a network policy has to allow. */
export function destinationAt({ url, networks }: Whereabouts, clusterDomain: string, why: string): Destination {
  const address = addressOf(url);
  const inside = namespaceOf(url, clusterDomain);
  if (networks !== undefined) return { kind: 'networks', cidrs: networks, port: portOf(url), why };
  if (inside !== undefined) return { kind: 'namespace', name: inside, why };
  if (address !== undefined && !isPublic(url)) return { kind: 'networks', cidrs: [networkOf(address)], port: portOf(url), why };
  return { kind: 'internet', port: portOf(url), why };
}

/** What is wrong, and with which of the two values. */
export interface Nowhere {
  readonly at: 'url' | 'networks';
  readonly message: string;
}

/**
 * Why a service in a cluster cannot reach a URL, or should not; undefined if it can.
 *
 * @param called what the server is, for messages, and the key of the profile that has the URL
 */
export function whyNowhere(
  { url, networks }: Whereabouts,
  { namespace, namespaces = [namespace], clusterDomain }: Home,
  { what, key } = { what: 'a server', key: 'url' },
): Nowhere | undefined {
  const { hostname, protocol } = new URL(url);
  const address = addressOf(url);
  const place = placeOf(url, clusterDomain);
  const inside = namespaceOf(url, clusterDomain);
  if (place.kind === 'oneself') return { at: 'url', message: `expected the address of ${what}: there each pod finds only itself` };
  if (place.kind === 'node') return { at: 'url', message: `expected the address of ${what}: ${ONLY_THE_NODE}` };
  if (inside !== undefined && namespaces.includes(inside))
    return { at: 'url', message: `expected another namespace than the deployment's own, whose pods nobody else reaches, got ${inside}` };
  if (address !== undefined && networks !== undefined && !isWithin(address, networks))
    return { at: 'networks', message: `expected networks that hold the address of its ${key}, ${address}` };
  if (networks !== undefined || inside !== undefined) return undefined;
  if (place.kind === 'short' && place.whole === 'perhaps')
    return {
      at: 'url',
      message: `expected a full name such as ${fullName(clusterDomain, place.namespace, place.service)}, or the networks of ${hostname}`,
    };
  if (place.kind === 'public' && protocol === 'http:')
    return {
      at: 'url',
      message: `expected https, because on the internet others could read and change the traffic; for a server inside, the full name of its Service (${fullName(clusterDomain)}), or its networks`,
    };
  if (address !== undefined || place.kind === 'public') return undefined;
  return {
    at: 'networks',
    message: `expected the networks of ${hostname}, which is no public name; in the cluster write its Service in full: ${fullName(clusterDomain)}`,
  };
}

/** Why no pod may connect to the node's own addresses. */
export const ONLY_THE_NODE = 'at link-local addresses and at the metadata of a cloud pods would get the rights of their node';
