import { digestOf } from '../../../digest';
import { type FilesSource, type Pod, type Volume, volumesIn } from '../../../model/pod';
import type { Service } from '../../../model/service';
import { onceFor } from '../../../once';
import { k8s } from './k8s';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

type Configured = Extract<FilesSource, { readonly kind: 'configuration' }>;
type Files = Extract<Volume, { readonly kind: 'files' }>;

/** A ConfigMap, before it is written. */
interface Held {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
  readonly immutable?: true;
}

/**
 * A ConfigMap whose name follows from its content. A kubelet writes changes of a ConfigMap into running pods, so a script could change
 * while it runs. With another name it is another ConfigMap, and only new pods get it.
 */
function made({ name, files, stays }: Configured, service: Service, { site }: Cluster): Held {
  const data =
    typeof files === 'function'
      ? files(site)
      : Object.fromEntries(Object.entries(files).map(([key, file]) => [key, typeof file === 'string' ? file : file(site)]));
  const whole = `${service.name}-${name}`;
  return stays === undefined ? { name: `${whole}-${digestOf(data).slice(0, 8)}`, data, immutable: true } : { name: whole, data };
}

/** The same, made once: the pods that mount it ask for its name, and texts such as those of dashboards are long. */
const heldIn = onceFor((cluster: Cluster) =>
  onceFor((service: Service) => onceFor((source: Configured) => made(source, service, cluster))),
);
const held = (source: Configured, service: Service, cluster: Cluster): Held => heldIn(cluster)(service)(source);

/** The configuration files of all pods of a service. */
export function configurationOf(service: Service, pods: readonly Pod[], cluster: Cluster): object[] {
  const sources = pods
    .flatMap(volumesIn)
    .flatMap((volume) => (volume.kind === 'files' ? volume.sources : []))
    .filter((source) => source.kind === 'configuration');
  const objects = new Map(sources.map((source) => held(source, service, cluster)).map((object) => [object.name, object]));
  return [...objects.values()].map(({ name, data, immutable }) =>
    k8s.KubeConfigMap.manifest({ metadata: metadataOf(service, cluster, name), data, immutable }),
  );
}

/** Where the files of a folder are. */
export function filesOf({ sources }: Files, service: Service, cluster: Cluster): Omit<k8s.Volume, 'name'> {
  const projections = sources.flatMap((source): k8s.VolumeProjection[] =>
    source.kind === 'configuration' ? [{ configMap: { name: held(source, service, cluster).name } }] : secretsOf(source),
  );
  const [first, ...more] = projections;
  if (first === undefined || more.length > 0) return { projected: { sources: projections } };
  return first.secret === undefined
    ? { configMap: first.configMap }
    : { secret: { secretName: first.secret.name, items: first.secret.items, optional: first.secret.optional } };
}

/** The keys of each Secret, by its name. */
function secretsOf({ files, mayBeMissing }: Extract<FilesSource, { readonly kind: 'secret' }>): k8s.VolumeProjection[] {
  const all = Object.entries(files);
  return [...new Set(all.map(([, { secret }]) => secret))].map((name) => ({
    secret: {
      name,
      optional: mayBeMissing || undefined,
      items: all.filter(([, { secret }]) => secret === name).map(([path, { key }]) => ({ key, path })),
    },
  }));
}
