import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { sha256 } from '../../digest';
import type { ClusterSized } from '../../plan/plan';
import type { Service } from '../../service/service';
import type { Configuration } from '../../service/site';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

/** The key of a file in its ConfigMap. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const configurationName = ({ name }: Service): string => `${name}-configuration`;
export const choresConfigurationName = ({ name }: Service): string => `${name}-chores`;

/** The configuration files of a service and of its chores, where there are any. */
export function configurationOf({ service, members }: ClusterSized, cluster: Cluster): object[] {
  const map = (name: string, files: Configuration | undefined): object[] =>
    files === undefined
      ? []
      : [k8s.KubeConfigMap.manifest({ metadata: metadataOf(service, cluster, name), data: rendered(files, cluster) })];
  const { files, initial, forChores } = members?.configuration ?? {};
  return [
    ...map(configurationName(service), files === undefined ? service.serving?.configuration : { ...files, ...initial }),
    ...map(choresConfigurationName(service), forChores),
  ];
}

/** An annotation of the pods that changes with the files, so that a change of configuration rolls them out. */
export const configurationDigest = ({ service, members }: ClusterSized, cluster: Cluster): Record<string, string> =>
  digestOfFiles(members === undefined ? service.serving?.configuration : members.configuration.files, cluster);

/** The same for chores: one that is done once is done again when its files have changed. */
export const choresDigest = ({ members }: ClusterSized, cluster: Cluster): Record<string, string> =>
  digestOfFiles(members?.configuration.forChores, cluster);

const digestOfFiles = (files: Configuration | undefined, cluster: Cluster): Record<string, string> =>
  files === undefined ? {} : { 'checksum/configuration': sha256(JSON.stringify(rendered(files, cluster))).slice(0, 16) };

const rendered = (files: Configuration, { site }: Cluster): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, file]) => [fileName(path), typeof file === 'string' ? file : file(site)]));
