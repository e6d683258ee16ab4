import { addressOf, type HttpUrl, isOneself, isPublic } from './http-url';
import { isInside, networkOf, OF_THE_NODE } from './network';

/** Where a URL leads from a pod, as far as it tells by itself. */
export type Place =
  /** Whoever asks finds only itself there. */
  | { readonly kind: 'oneself' }
  /** The node's own: link-local, or the metadata of a cloud. */
  | { readonly kind: 'node' }
  /** A Service of the cluster by its full name, or a pod of one. */
  | { readonly kind: 'service'; readonly namespace: string }
  /** Another name below the domain of the cluster. */
  | { readonly kind: 'cluster' }
  /** A name that may be whole only with the cluster's own endings: `login`, `login.sso`, `login.sso.svc`. */
  | { readonly kind: 'short'; readonly service?: string; readonly namespace?: string; readonly whole: 'never' | 'perhaps' }
  /** At no public address. */
  | { readonly kind: 'private' }
  | { readonly kind: 'public' };

/** @param clusterDomain under which the names of the cluster end, such as `cluster.local` */
export function placeOf(url: HttpUrl, clusterDomain: string): Place {
  const { hostname } = new URL(url);
  const address = addressOf(url);
  if (isOneself(url)) return { kind: 'oneself' };
  if (address !== undefined) return isOfTheNode(address) ? { kind: 'node' } : { kind: isPublic(url) ? 'public' : 'private' };
  if (hostname.endsWith(`.${clusterDomain}`)) {
    const [, namespace] = /[^.]\.([^.]+)\.svc$/.exec(hostname.slice(0, -clusterDomain.length - 1)) ?? [];
    return namespace === undefined ? { kind: 'cluster' } : { kind: 'service', namespace };
  }
  const [service, namespace] = hostname
    .replace(/\.svc$/, '')
    .split('.')
    .slice(-2);
  if (/^[^.]+$|\.svc$/.test(hostname)) return { kind: 'short', service, namespace, whole: 'never' };
  if (/^[^.]+\.[^.]+$/.test(hostname) && !ENDINGS.test(hostname)) return { kind: 'short', service, namespace, whole: 'perhaps' };
  return { kind: isPublic(url) ? 'public' : 'private' };
}

const isOfTheNode = (address: string): boolean => {
  const only = networkOf(address);
  return OF_THE_NODE.some((range) => isInside(only, range));
};

/** A Service by its full name, or what to put there. */
export const fullName = (clusterDomain: string, namespace = 'NAMESPACE', service = 'SERVICE'): string =>
  `http://${service}.${namespace}.svc.${clusterDomain}`;

/** Endings of names with two labels that are whole: of countries, the common ones, and those that companies use inside. */
const ENDINGS =
  /\.([a-z]{2}|com|net|org|edu|gov|mil|int|info|biz|name|pro|app|dev|cloud|tech|online|site|xyz|local|internal|corp|lan|home|intranet|private)$/;
