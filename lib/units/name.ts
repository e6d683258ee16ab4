import { UnitError } from './unit-error';

declare const label: unique symbol;
declare const object: unique symbol;
declare const namespaceBrand: unique symbol;

/** A DNS label (RFC 1035): what a service is called on a Compose network and in a cluster. */
export type DnsLabel = string & { readonly [label]: 'label' };

/** @throws UnitError if `text` is not a DNS label of at most 63 characters that starts with a letter */
export function dnsLabel(text: string): DnsLabel {
  if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) {
    throw new UnitError('a DNS label of lower case letters, digits and hyphens', text);
  }
  return text as DnsLabel;
}

/** What most objects of Kubernetes may be called: a DNS subdomain (RFC 1123), such as `fast`, `gp3.csi` or `1st`. */
export type ObjectName = string & { readonly [object]: 'object' };

const PART = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';

export const OBJECT_NAME = new RegExp(`^(?=.{1,253}$)${PART}(\\.${PART})*$`);

/** @throws UnitError if `text` is not a DNS subdomain of at most 253 characters */
export function objectName(text: string): ObjectName {
  if (OBJECT_NAME.test(text)) return text as ObjectName;
  throw new UnitError('a name of lower case letters, digits, hyphens and dots, at most 253 characters', text);
}

/** The name of a Secret. What stands in its place is never told: it may be the secret itself. */
export function secretName(text: string): ObjectName {
  if (OBJECT_NAME.test(text)) return text as ObjectName;
  throw new UnitError('the name of a Secret, of lower case letters, digits, hyphens and dots', '', undefined, 'untold');
}

/** The name of a namespace: a DNS label (RFC 1123), which may start with a digit. */
export type Namespace = string & { readonly [namespaceBrand]: 'namespace' };

export const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** @throws UnitError if `text` is not a DNS label of at most 63 characters */
export function namespace(text: string): Namespace {
  if (NAMESPACE.test(text)) return text as Namespace;
  throw new UnitError('a DNS label of lower case letters, digits and hyphens, at most 63 characters', text);
}

declare const priorityPrefixBrand: unique symbol;

/** What the names of PriorityClasses begin with. */
export type PriorityPrefix = string & { readonly [priorityPrefixBrand]: 'priority prefix' };

/** Kubernetes keeps `system-` for itself, and a name has 253 characters. */
export const PRIORITY_PREFIX = new RegExp(`^(?=.{1,240}$)(?!system-|system$)${PART}(\\.${PART})*$`);

/** @throws UnitError if Kubernetes would refuse a PriorityClass whose name begins so */
export function priorityPrefix(text: string): PriorityPrefix {
  if (PRIORITY_PREFIX.test(text)) return text as PriorityPrefix;
  throw new UnitError(
    'the beginning of a name, of lower case letters, digits, hyphens and dots, at most 240 characters',
    text,
    text.startsWith('system') ? 'Kubernetes keeps names that begin with system- for itself' : undefined,
  );
}

/** What editors can tell of one of a deployment's own. */
export const OWN_NAMESPACE = new RegExp(`^(?!default$|kube-)${NAMESPACE.source.slice(1)}`);

/** The same for a namespace that is to be one deployment's alone. @throws UnitError also for those of the cluster itself */
export function ownNamespace(text: string): Namespace {
  if (text === 'default' || text.startsWith('kube-'))
    throw new UnitError(
      "a namespace of the deployment's own",
      text,
      "it is the cluster's: its quota and policies would hold for whatever runs there",
    );
  return namespace(text);
}
