import { digestOf } from '../../../digest';
import { type FilesSource, type Pod, type Volume, volumesIn } from '../../../model/pod';
import type { SecretKey } from '../../../model/secret';
import type { Service } from '../../../model/service';
import { k8s } from './k8s';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

type Configured = Extract<FilesSource, { readonly kind: 'configuration' }>;
type Files = Extract<Volume, { readonly kind: 'files' }>;

/**
 * A ConfigMap whose name follows from its content. A kubelet writes changes of a ConfigMap into running pods, so a script could change
 * while it runs. With another name it is another ConfigMap, and only new pods get it.
 */
function held({ name, files, readOnce }: Configured, service: Service, { site }: Cluster) {
  const data = Object.fromEntries(Object.entries(files).map(([key, file]) => [key, typeof file === 'string' ? file : file(site)]));
  const whole = `${service.name}-${name}`;
  return { name: readOnce ? whole : `${whole}-${digestOf(data).slice(0, 8)}`, data, immutable: readOnce ? undefined : true };
}

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
    source.kind === 'configuration' ? [{ configMap: { name: held(source, service, cluster).name } }] : secretsOf(source.files),
  );
  const [first, ...more] = projections;
  if (first === undefined || more.length > 0) return { projected: { sources: projections } };
  return first.secret === undefined
    ? { configMap: first.configMap }
    : { secret: { secretName: first.secret.name, items: first.secret.items } };
}

/** The keys of each Secret, by its name. */
function secretsOf(files: Readonly<Record<string, SecretKey>>): k8s.VolumeProjection[] {
  const all = Object.entries(files);
  return [...new Set(all.map(([, { secret }]) => secret))].map((name) => ({
    secret: { name, items: all.filter(([, { secret }]) => secret === name).map(([path, { key }]) => ({ key, path })) },
  }));
}
