import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { sha256 } from '../../digest';
import type { ClusterPlan } from '../../plan/plan';
import type { Entry, Service } from '../../service/service';
import { metadataOf } from './metadata';

/** The key of a file in its ConfigMap. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const configurationName = ({ name }: Service): string => `${name}-configuration`;

/** The configuration files of a service, if it has any. */
export const configurationOf = (service: Service, profile: ClusterPlan['profile']): object[] =>
  service.serving?.configuration === undefined
    ? []
    : [k8s.KubeConfigMap.manifest({ metadata: metadataOf(service, profile, configurationName(service)), data: filesOf(service, profile) })];

/** An annotation of the pods that changes with the files, so that a change of configuration rolls them out. */
export const configurationDigest = (service: Service, profile: ClusterPlan['profile']): Record<string, string> =>
  service.serving?.configuration === undefined
    ? {}
    : { 'checksum/configuration': sha256(JSON.stringify(filesOf(service, profile))).slice(0, 16) };

function filesOf({ serving }: Service, { ingress }: ClusterPlan['profile']): Record<string, string> {
  const entry: Entry = { host: ingress.host, authentication: ingress.auth };
  return Object.fromEntries(
    Object.entries(serving?.configuration ?? {}).map(([path, file]) => [fileName(path), typeof file === 'string' ? file : file(entry)]),
  );
}
