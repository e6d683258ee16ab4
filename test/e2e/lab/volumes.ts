import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Any } from '../support/manifests';
import type { Manifests } from './manifests';

/** Where a pod's volumes are on this machine. */
export interface VolumeSources {
  /** The folder of volumes that end with the pod. */
  readonly folder: string;
  /** The folder of volumes that survive it. */
  readonly claims: string;
  readonly pod: string;
  readonly manifests: Manifests;
  /** A folder with token, ca.crt and namespace. @default - it has none */
  readonly serviceAccount?: string;
}

/** A volume: a folder of this machine, or memory of a size. */
export type Volume = { readonly folder: string } | { readonly memory: string };

/** The volumes of a pod by name, filled as by a kubelet. One that survives keeps its content. */
export function makeVolumes(spec: Any, templates: readonly Any[], sources: VolumeSources): ReadonlyMap<string, Volume> {
  const group: number = spec.securityContext?.fsGroup ?? 0;
  const claimed = templates.map(({ metadata: { name } }) => [name, { folder: claim(`${name}-${sources.pod}`, sources, group) }] as const);
  const others = (spec.volumes ?? []).map((volume: Any) => [volume.name, make(volume, sources, group)] as const);
  return new Map<string, Volume>([...claimed, ...others]);
}

/** The volume that every pod gets for its ServiceAccount. */
export function serviceAccountVolume(source: string, folder: string, group: number): Volume {
  const copy = join(folder, 'service-account');
  mkdirSync(copy);
  for (const file of readdirSync(source)) {
    copyFileSync(join(source, file), join(copy, file));
    own(join(copy, file), READABLE, group);
  }
  return { folder: copy };
}

function make(volume: Any, sources: VolumeSources, group: number): Volume {
  const { name, emptyDir, persistentVolumeClaim, configMap, secret, projected } = volume;
  if (persistentVolumeClaim !== undefined) return { folder: claim(persistentVolumeClaim.claimName, sources, group) };
  if (emptyDir?.medium === 'Memory') return { memory: emptyDir.sizeLimit ?? '64Mi' };
  const folder = join(sources.folder, 'volumes', name);
  mkdirSync(folder, { recursive: true });
  if (emptyDir !== undefined) {
    chownSync(folder, 0, group);
    chmodSync(folder, 0o777);
  } else if (configMap !== undefined) {
    fill(folder, sources.manifests.configMap(configMap.name), configMap, group);
  } else if (secret !== undefined) {
    fill(folder, sources.manifests.secret(secret.secretName), secret, group);
  } else if (projected !== undefined) {
    for (const source of projected.sources) project(folder, source, projected.defaultMode, sources, group);
  } else {
    throw new Error(`this kind of volume is not known here: ${JSON.stringify(volume)}`);
  }
  return { folder };
}

function claim(name: string, { claims }: VolumeSources, group: number): string {
  const folder = join(claims, name);
  mkdirSync(folder, { recursive: true });
  chownSync(folder, 0, group);
  chmodSync(folder, 0o2775);
  return folder;
}

/** Modes are octal in YAML and decimal by the time they are here. */
const READABLE = 0o644;

function fill(
  folder: string,
  values: Readonly<Record<string, string>>,
  { items, defaultMode = READABLE }: { items?: readonly Any[]; defaultMode?: number },
  group: number,
): void {
  const files = items ?? Object.keys(values).map((key) => ({ key, path: key }));
  for (const { key, path, mode = defaultMode } of files) {
    const value = values[key];
    if (value === undefined) throw new Error(`nothing is called ${key}, only ${Object.keys(values)}`);
    writeFileSync(join(folder, path), value);
    own(join(folder, path), mode, group);
  }
}

function project(folder: string, source: Any, defaultMode: number | undefined, sources: VolumeSources, group: number): void {
  if (source.configMap !== undefined)
    fill(folder, sources.manifests.configMap(source.configMap.name), { defaultMode, ...source.configMap }, group);
  else if (source.secret !== undefined)
    fill(folder, sources.manifests.secret(source.secret.name), { defaultMode, ...source.secret }, group);
  else if (source.serviceAccountToken !== undefined && sources.serviceAccount !== undefined) {
    copyFileSync(join(sources.serviceAccount, 'token'), join(folder, source.serviceAccountToken.path));
    own(join(folder, source.serviceAccountToken.path), defaultMode ?? READABLE, group);
  } else throw new Error(`this source of a volume is not known here: ${JSON.stringify(source)}`);
}

/** If the pod has an fsGroup, a kubelet lets it read. */
function own(file: string, mode: number, group: number): void {
  chownSync(file, 0, group);
  chmodSync(file, group === 0 ? mode : mode | 0o440);
}

/** Removes everything in a folder. */
export function empty(folder: string): void {
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
}
