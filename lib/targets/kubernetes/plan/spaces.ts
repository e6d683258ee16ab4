import type { Compartment } from '../../../model/compartment';
import { inWords } from '../../../text';
import { namespaceOf } from '../schema/namespaces';
import type { ClusterPlan, ClusterSized } from './plan';

/** A namespace of a deployment, and what runs in it. */
export interface Space {
  readonly name: string;
  /** @default - it is the main one */
  readonly compartment?: Compartment;
  readonly services: readonly ClusterSized[];
}

/** The namespaces of a plan, the main one first. */
export function spacesOf({ profile, services }: Pick<ClusterPlan, 'profile' | 'services'>): readonly [Space, ...Space[]] {
  const main = { name: profile.namespace, services: services.filter(({ service }) => service.compartment === undefined) };
  const compartments = new Map(
    services.flatMap(({ service: { compartment } }) => (compartment === undefined ? [] : [[compartment.name, compartment]])),
  );
  return [
    main,
    ...[...compartments.values()].map((compartment) => ({
      name: namespaceOf({ compartment }, profile),
      compartment,
      services: services.filter(({ service }) => service.compartment?.name === compartment.name),
    })),
  ];
}

/** `the namespace shop`, or `the namespaces shop and shop-monitoring` */
export function namespacesInWords(plan: Pick<ClusterPlan, 'profile' | 'services'>): string {
  const names = spacesOf(plan).map(({ name }) => name);
  return `the namespace${names.length > 1 ? 's' : ''} ${inWords(names, 'and')}`;
}
