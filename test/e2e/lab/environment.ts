import type { Any } from '../support/manifests';
import type { Manifests } from './manifests';

/** What is known of a running pod. */
export interface Running {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: Any;
  readonly address: string;
}

type Variables = Readonly<Record<string, string>>;

/** The variables that a kubelet adds to those of the image. */
export function environmentOf(container: Any, pod: Running, manifests: Manifests): Variables {
  const imported = (container.envFrom ?? []).map(({ prefix = '', configMapRef, secretRef }: Any) => {
    const values = configMapRef === undefined ? manifests.secret(secretRef.name) : manifests.configMap(configMapRef.name);
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));
  });
  const variables: Record<string, string> = Object.assign({}, ...imported);
  for (const variable of container.env ?? []) variables[variable.name] = resolved(variable, container, pod, manifests, variables);
  return variables;
}

/** Expands `$(NAME)` if the variable exists, and `$$` to a dollar. */
export const expand = (text: string, known: Variables): string =>
  text.replace(/\$\$|\$\(([-._a-zA-Z0-9]+)\)/g, (found, name) => (found === '$$' ? '$' : (known[name] ?? found)));

function resolved({ name, value = '', valueFrom }: Any, container: Any, pod: Running, manifests: Manifests, known: Variables): string {
  if (valueFrom === undefined) return expand(value, known);
  const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  const found =
    (secretKeyRef && manifests.secret(secretKeyRef.name)[secretKeyRef.key]) ??
    (configMapKeyRef && manifests.configMap(configMapKeyRef.name)[configMapKeyRef.key]) ??
    (fieldRef && fieldOf(fieldRef.fieldPath, pod)) ??
    (resourceFieldRef && resourceOf(resourceFieldRef, container));
  if (found === undefined) throw new Error(`the variable ${name} of ${container.name} has no value: ${JSON.stringify(valueFrom)}`);
  return found;
}

function fieldOf(path: string, { metadata, spec, address }: Running): string | undefined {
  const label = /^metadata\.labels\['(.+)'\]$/.exec(path)?.[1];
  if (label !== undefined) return metadata.labels?.[label] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace;
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? 'default';
    case 'spec.nodeName':
      return `node-of-${metadata.name}`;
    case 'status.podIP':
    case 'status.hostIP':
      return address;
    default:
      return undefined;
  }
}

/** Rounded up to a whole number of divisors. */
function resourceOf({ resource, divisor = '1' }: Any, { resources }: Any): string | undefined {
  const [kind, name] = resource.split('.');
  const quantity = resources?.[kind]?.[name];
  return quantity === undefined ? undefined : String(Math.ceil(amountOf(String(quantity)) / amountOf(divisor)));
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function amountOf(quantity: string): number {
  const [, digits, unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity) ?? [];
  if (digits === undefined || UNITS[unit] === undefined) throw new Error(`not a quantity: ${quantity}`);
  return Number(digits) * UNITS[unit];
}
