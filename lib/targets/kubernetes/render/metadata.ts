import { sha256 } from '../../../digest';
import type { Service } from '../../../model/service';
import type { ImageVersion } from '../../../units/image-version';
import type { DnsLabel } from '../../../units/name';
import type { Cluster } from './site';

type Labels = Record<string, string>;

/** What a pod is there for: serving, or a task by its name. Several workloads of one service never share a selector. */
export type Component = string;

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
/**
 * Argo CD before 3.0 takes an object for a part of the Application that this label names, in whichever namespace, and prunes it when that
 * does not have it: an Application called cart is somebody else's.
 */
const INSTANCE = 'app.kubernetes.io/instance';
const partOf = ({ application }: Pick<Cluster, 'application'>): Labels => ({
  'app.kubernetes.io/part-of': application.name,
  'app.kubernetes.io/managed-by': 'faultmaven-infra',
});

/** By which the pods of a workload are found. It must never change, so it holds only what never does. */
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

/** A tag may be twice as long as a label, and end as none may: such a one is told by its digest. */
const labelOf = (version: ImageVersion): string => {
  const { tag, digest } = version;
  if (tag === undefined) return String(digest).slice('sha256:'.length, 20);
  return LABEL_VALUE.test(tag) ? tag : sha256(tag).slice(0, 12);
};

/** Metadata of an object that belongs to a service. */
export const metadataOf = (service: Service, cluster: Cluster, name: string = service.name, component?: Component) => ({
  name,
  namespace: cluster.namespace,
  labels: labelsOf(service, cluster, component),
});

/** Metadata of an object that belongs to the whole application. @param name - default: that of the application */
export const sharedMetadata = (cluster: Cluster, name: string = cluster.application.name) => ({
  name,
  namespace: cluster.namespace,
  labels: partOf(cluster),
});

/** Metadata of an object that belongs to no namespace. */
export const clusterMetadata = (name: string, cluster: Cluster, labels: Labels = {}) => ({
  name,
  labels: { ...partOf(cluster), ...labels },
});
