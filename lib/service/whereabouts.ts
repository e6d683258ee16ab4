import { addressOf, type HttpUrl, isOneself, isPublic, isWithin, portOf } from '../units/http-url';
import type { Destination } from './destination';

/** Something outside the catalogue that a service connects to by a URL of the operator's. */
export interface Whereabouts {
  readonly url: HttpUrl;
  /** Its networks, where its name does not tell that it is at no public address. @default - none are known */
  readonly networks?: readonly string[];
}

/** The name of a Service in full, or of a pod of it: the namespace comes before `svc`. */
const IN_CLUSTER = /^[^.]+(?:\.[^.]+)?\.([^.]+)\.svc(?:\.|$)/;

/** What a policy has to let through. */
export function destinationAt({ url, networks }: Whereabouts, why: string): Destination {
  const address = addressOf(url);
  const inside = IN_CLUSTER.exec(new URL(url).hostname)?.[1];
  if (networks !== undefined) return { kind: 'networks', cidrs: networks, port: portOf(url), why };
  if (inside !== undefined) return { kind: 'namespace', name: inside, why };
  if (address !== undefined && !isPublic(url))
    return { kind: 'networks', cidrs: [`${address}/${address.includes(':') ? 128 : 32}`], port: portOf(url), why };
  return { kind: 'internet', port: portOf(url), why };
}

/** What is wrong with a URL in a cluster, if anything. @param itself who would find only itself there */
export function whyNowhere({ url, networks }: Whereabouts): { readonly at: 'url' | 'networks'; readonly message: string } | undefined {
  const address = addressOf(url);
  const { hostname } = new URL(url);
  if (isOneself(url)) return { at: 'url', message: 'expected the address of a server: there each pod finds only itself' };
  if (address !== undefined && networks !== undefined && !isWithin(address, networks))
    return { at: 'networks', message: `expected networks that hold the address of its url, ${address}` };
  if (address !== undefined || networks !== undefined || IN_CLUSTER.test(hostname) || isPublic(url)) return undefined;
  return {
    at: 'networks',
    message: `expected the networks of ${hostname}, which is no public name; in the cluster write its Service in full: http://SERVICE.NAMESPACE.svc.cluster.local`,
  };
}
