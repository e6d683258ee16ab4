import type { Service } from '../../../model/service';
import { ownNamespace } from '../../../units/name';
import { UnitError } from '../../../units/unit-error';

/** The namespace of a deployment, after which those of its compartments are named. */
interface Home {
  readonly namespace: string;
}

/** The namespace that a service runs in. */
export const namespaceOf = ({ compartment }: Pick<Service, 'compartment'>, { namespace }: Home): string =>
  compartment === undefined ? namespace : `${namespace}-${compartment.name}`;

/** Every namespace of a deployment with these services, its main one first. */
export const namespacesOf = (services: readonly Pick<Service, 'compartment'>[], home: Home): readonly string[] => [
  ...new Set([home.namespace, ...services.map((service) => namespaceOf(service, home))]),
];

/** Why a deployment cannot have a namespace besides its main one; undefined if it can. */
export function whyNoNamespace(namespace: string): string | undefined {
  try {
    ownNamespace(namespace);
    return undefined;
  } catch (error) {
    if (!(error instanceof UnitError)) throw error;
    return `expected the beginning of other namespaces as well, one of which would be ${namespace}: ${error.hint ?? error.expected}`;
  }
}
