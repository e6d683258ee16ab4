import { sha256 } from '../../../digest';
import type { Service } from '../../../model/service';
import type { ImageVersion } from '../../../units/image-version';
import type { DnsLabel } from '../../../units/name';
import { LABEL, MANAGER } from '../labels';
import type { Space } from '../plan/spaces';
import { namespaceOf } from '../schema/namespaces';
import type { Cluster } from './site';

type Labels = Record<string, string>;

/** The purpose of a pod: serving, or a task by its name. It keeps the selectors of one service's workloads apart. */
export type Component = string;

const partOf = ({ application }: Pick<Cluster, 'application'>): Labels => ({
  [LABEL.partOf]: application.name,
  [LABEL.managedBy]: MANAGER,
});

/** The selector of a workload's pods. Kubernetes refuses to change a selector, so it holds only labels that never change. */
export const selectorOf = ({ name }: { readonly name: DnsLabel }, component: Component = 'service'): Labels => ({
  [LABEL.name]: name,
  [LABEL.component]: component,
});

/** Labels of everything that belongs to a service. The version is no part of any selector. */
export const labelsOf = (service: Service, cluster: Cluster, component: Component = 'service'): Labels => {
  const version = cluster.images[service.kind];
  return {
    ...selectorOf(service, component),
    [LABEL.instance]: `${cluster.application.name}-${service.name}`,
    ...(version === undefined ? {} : { [LABEL.version]: labelOf(version) }),
    ...partOf(cluster),
  };
};

const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** A tag as a label. A tag may be longer than a label, and end in characters that a label may not: then its digest stands for it. */
const labelOf = (version: ImageVersion): string => {
  const { tag, digest } = version;
  if (tag === undefined) return String(digest).slice('sha256:'.length, 20);
  return LABEL_VALUE.test(tag) ? tag : sha256(tag).slice(0, 12);
};

/** Metadata of an object that belongs to a service. */
export const metadataOf = (service: Service, cluster: Cluster, name: string = service.name, component?: Component) => ({
  name,
  namespace: namespaceOf(service, cluster),
  labels: labelsOf(service, cluster, component),
});

/** Metadata of an object that belongs to a whole namespace. @param name - default: that of the application */
export const sharedMetadata = ({ name: namespace, compartment }: Place, cluster: Cluster, name: string = cluster.application.name) => ({
  name,
  namespace,
  labels: { ...partOf(cluster), ...(compartment === undefined ? {} : { [LABEL.component]: compartment.name }) },
});

/** A namespace, whatever runs in it. */
export type Place = Pick<Space, 'name' | 'compartment'>;

/** Metadata of an object that belongs to no namespace. */
export const clusterMetadata = (name: string, cluster: Cluster, labels: Labels = {}) => ({
  name,
  labels: { ...partOf(cluster), ...labels },
});
