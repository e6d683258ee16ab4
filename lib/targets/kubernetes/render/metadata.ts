import { sha256 } from '../../../digest';
import type { Service } from '../../../model/service';
import type { ImageVersion } from '../../../units/image-version';
import type { DnsLabel } from '../../../units/name';
import type { Space } from '../plan/spaces';
import { namespaceOf } from '../schema/namespaces';
import type { Cluster } from './site';

type Labels = Record<string, string>;

/** The purpose of a pod: serving, or a task by its name. It keeps the selectors of one service's workloads apart. */
export type Component = string;

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
/**
 * Argo CD before 3.0 takes an object for a part of the Application that this label names, in any namespace, and prunes it if that
 * Application does not have it. Somebody else's Application may have the name of a service, such as cart.
 */
const INSTANCE = 'app.kubernetes.io/instance';
const partOf = ({ application }: Pick<Cluster, 'application'>): Labels => ({
  'app.kubernetes.io/part-of': application.name,
  'app.kubernetes.io/managed-by': 'faultmaven-infra',
});

/** The selector of a workload's pods. Kubernetes refuses to change a selector, so it holds only labels that never change. */
export const selectorOf = ({ name }: { readonly name: DnsLabel }, component: Component = 'service'): Labels => ({
  [NAME]: name,
  [COMPONENT]: component,
});

/** Labels of everything that belongs to a service. The version is no part of any selector. */
export const labelsOf = (service: Service, cluster: Cluster, component: Component = 'service'): Labels => {
  const version = cluster.images[service.kind];
  return {
    ...selectorOf(service, component),
    [INSTANCE]: `${cluster.application.name}-${service.name}`,
    ...(version === undefined ? {} : { 'app.kubernetes.io/version': labelOf(version) }),
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
  labels: { ...partOf(cluster), ...(compartment === undefined ? {} : { [COMPONENT]: compartment.name }) },
});

/** A namespace, whatever runs in it. */
export type Place = Pick<Space, 'name' | 'compartment'>;

/** Metadata of an object that belongs to no namespace. */
export const clusterMetadata = (name: string, cluster: Cluster, labels: Labels = {}) => ({
  name,
  labels: { ...partOf(cluster), ...labels },
});
