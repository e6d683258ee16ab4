import { files, type Mount, scratch, type Volume } from '../../../model/pod';
import type { Configuration } from '../../../model/site';
import type { Around, Runs } from '../../../model/workload';
import type { ClusterSized } from '../plan/plan';

/** A service whose pods all come from one template, in which the service's image runs once. */
export type Replicated = Extract<ClusterSized, { readonly members?: undefined }>;

export const isReplicated = (sized: ClusterSized): sized is Replicated => sized.members === undefined;

const DATA = '/data';

/** The mounts of its pods. @param data the volume for its data. @default - an empty folder */
export const mountsOf = ({ service, workload, around, configured: { model } }: Replicated, data?: Volume): readonly Mount[] => [
  ...(workload.writes ?? [])
    .filter((at) => at !== '/tmp')
    .map((at): Mount => (at === DATA && data !== undefined ? { at, volume: data } : scratch(at))),
  ...(model?.claim === undefined ? [] : [{ at: model.claim.path, volume: { kind: 'claim' as const, name: model.claim.name } }]),
  ...('reads' in workload ? Object.entries(workload.reads ?? {}) : []).map(
    ([at, path]): Mount => ({ at, volume: { kind: 'node-folder', path } }),
  ),
  ...('keeps' in workload && workload.keeps !== undefined
    ? [
        {
          at: workload.keeps,
          volume: { kind: 'node-folder' as const, path: `/var/lib/${around.namespace}-${service.name}`, own: true as const },
        },
      ]
    : []),
  ...credentialMounts(workload, around),
  ...filesAt(workload.configuration ?? {}),
  ...Object.entries(workload.folders ?? {}).map(
    ([at, of]): Mount => ({ at, volume: { kind: 'files', name: lastOf(at), sources: [files(lastOf(at), of)] } }),
  ),
];

/** The files with values of Secrets. */
const credentialMounts = ({ credentials }: Pick<Runs, 'credentials'>, around: Around): readonly Mount[] =>
  Object.entries(credentials?.(around) ?? {}).map(
    ([at, files]): Mount => ({ at, volume: { kind: 'files', name: lastOf(at), sources: [{ kind: 'secret', files }] } }),
  );

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Mounts of configuration files, each at its own path. */
function filesAt(configuration: Configuration): readonly Mount[] {
  const paths = Object.keys(configuration);
  // Files with the same name in different folders get the folders in their names.
  const partOf = (path: string): string =>
    paths.filter((other) => lastOf(other) === lastOf(path)).length === 1 ? lastOf(path) : path.slice(1).replaceAll('/', '-');
  const held = Object.fromEntries(Object.entries(configuration).map(([path, file]) => [partOf(path), file]));
  const volume: Volume = { kind: 'files', name: 'configuration', sources: [files('configuration', held)] };
  return paths.map((at) => ({ at, volume, part: partOf(at) }));
}
