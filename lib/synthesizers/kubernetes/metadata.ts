import { sha256 } from '../../digest';
import type { ClusterPlan } from '../../plan/plan';
import type { Service } from '../../service/service';
import type { ImageVersion } from '../../units/image-version';
import type { DnsLabel } from '../../units/name';

type Labels = Record<string, string>;

/** What a pod is there for: serving, or a chore by its name. Several workloads of one service never share a selector. */
export type Component = string;

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
const PART_OF = { 'app.kubernetes.io/part-of': 'faultmaven', 'app.kubernetes.io/managed-by': 'faultmaven-infra' };

/** By which the pods of a workload are found. It must never change, so it holds only what never does. */
export const selectorOf = ({ name }: { readonly name: DnsLabel }, component: Component = 'service'): Labels => ({
  [NAME]: name,
  [COMPONENT]: component,
});

/** Labels of everything that belongs to a service. The version is no part of any selector. */
export const labelsOf = (service: Service, { images }: ClusterPlan['profile'], component: Component = 'service'): Labels => {
  const version = images[service.kind];
  return {
    ...selectorOf(service, component),
    'app.kubernetes.io/instance': service.name,
    ...(version === undefined ? {} : { 'app.kubernetes.io/version': labelOf(version) }),
    ...PART_OF,
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
export const metadataOf = (service: Service, profile: ClusterPlan['profile'], name: string = service.name, component?: Component) => ({
  name,
  namespace: profile.namespace,
  labels: labelsOf(service, profile, component),
});

/** Metadata of an object that belongs to all of FaultMaven. */
export const sharedMetadata = ({ namespace }: ClusterPlan['profile'], name: string) => ({ name, namespace, labels: { ...PART_OF } });

/** Metadata of an object that belongs to no namespace. */
export const clusterMetadata = (name: string, labels: Labels = {}) => ({ name, labels: { ...PART_OF, ...labels } });
