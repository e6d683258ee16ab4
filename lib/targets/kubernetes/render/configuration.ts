import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { digestOf } from '../../../digest';
import type { Configuration } from '../../../model/site';
import { runsOf } from '../../../model/workload';
import type { ClusterSized } from '../../../plan/plan';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

/** The key of a file in its ConfigMap. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Files as a ConfigMap holds them. */
interface Files {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
  /** Whether its name says what it holds, so that it never changes. */
  readonly fixed: boolean;
}

/**
 * Named by its content. A kubelet writes what changes in a ConfigMap into the pods that run, so a script would change under a process
 * that was started by another one; under this name it is another ConfigMap, with which new pods start.
 */
const fixed = (name: string, files: Configuration | undefined, cluster: Cluster): readonly Files[] => {
  if (files === undefined) return [];
  const data = rendered(files, cluster);
  return [{ name: `${name}-${digestOf(data).slice(0, 8)}`, data, fixed: true }];
};

/** What the pods of a service read: its files, and those that only a new cluster reads, whose change leaves running members alone. */
const ownFiles = ({ service, members }: ClusterSized, cluster: Cluster): readonly Files[] => {
  const { files = runsOf(service.workload)?.configuration, initial } = members?.configuration ?? {};
  return [
    ...fixed(`${service.name}-configuration`, files, cluster),
    ...(initial === undefined ? [] : [{ name: `${service.name}-initial`, data: rendered(initial, cluster), fixed: false }]),
  ];
};

const choresFiles = ({ service, members }: ClusterSized, cluster: Cluster): readonly Files[] =>
  fixed(`${service.name}-chores`, members?.configuration.forChores, cluster);

/** The configuration files of a service and of its chores, where there are any. */
export const configurationOf = (sized: ClusterSized, cluster: Cluster): object[] =>
  [...ownFiles(sized, cluster), ...choresFiles(sized, cluster)].map(({ name, data, fixed: immutable }) =>
    k8s.KubeConfigMap.manifest({ metadata: metadataOf(sized.service, cluster, name), data, immutable: immutable || undefined }),
  );

/** Where the files of a service are, as a source of a volume; undefined where it has none. */
export const configurationSource = (sized: ClusterSized, cluster: Cluster): Omit<k8s.Volume, 'name'> | undefined =>
  sourceOf(ownFiles(sized, cluster));

/** The same for those of its chores. */
export const choresSource = (sized: ClusterSized, cluster: Cluster): Omit<k8s.Volume, 'name'> | undefined =>
  sourceOf(choresFiles(sized, cluster));

function sourceOf(all: readonly Files[]): Omit<k8s.Volume, 'name'> | undefined {
  const [first, ...more] = all.map(({ name }) => ({ configMap: { name } }));
  return first === undefined || more.length === 0 ? first : { projected: { sources: [first, ...more] } };
}

const rendered = (files: Configuration, { site }: Cluster): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, file]) => [fileName(path), typeof file === 'string' ? file : file(site)]));
