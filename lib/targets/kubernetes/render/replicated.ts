import { files, type Mount, scratch, type Volume } from '../../../model/pod';
import type { Configuration } from '../../../model/site';
import type { ClusterSized } from '../plan/plan';

/** A service whose pods all come from one template, in which the service's image runs once. */
export type Replicated = Extract<ClusterSized, { readonly members?: undefined }>;

export const isReplicated = (sized: ClusterSized): sized is Replicated => sized.members === undefined;

const DATA = '/data';

/** The mounts of its pods. @param data the volume for its data. @default - an empty folder */
export const mountsOf = ({ workload, configured: { model } }: Replicated, data?: Volume): readonly Mount[] => [
  ...(workload.writes ?? [])
    .filter((at) => at !== '/tmp')
    .map((at): Mount => (at === DATA && data !== undefined ? { at, volume: data } : scratch(at))),
  ...(model?.claim === undefined ? [] : [{ at: model.claim.path, volume: { kind: 'claim' as const, name: model.claim.name } }]),
  ...filesAt(workload.configuration ?? {}),
];

/** Mounts of configuration files, each at its own path. */
function filesAt(configuration: Configuration): readonly Mount[] {
  const paths = Object.keys(configuration);
  const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  // Files with the same name in different folders get the folders in their names.
  const partOf = (path: string): string =>
    paths.filter((other) => last(other) === last(path)).length === 1 ? last(path) : path.slice(1).replaceAll('/', '-');
  const held = Object.fromEntries(Object.entries(configuration).map(([path, file]) => [partOf(path), file]));
  const volume: Volume = { kind: 'files', name: 'configuration', sources: [files('configuration', held)] };
  return paths.map((at) => ({ at, volume, part: partOf(at) }));
}
