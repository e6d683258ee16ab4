import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Any } from '../support/manifests';
import type { Image } from './image';
import type { Volume } from './volumes';

/** The parts of a container's root folder. */
export interface RootSources {
  readonly folder: string;
  readonly container: Any;
  readonly image: Image;
  readonly volumes: ReadonlyMap<string, Volume>;
  /** Files of /etc. */
  readonly etc: Readonly<Record<string, string>>;
}

/** A container's root folder, and the list of what is mounted in it. */
export interface Root {
  readonly path: string;
  readonly fstab: string;
}

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];
/** Files of /etc that Debian's programs need. */
const MACHINE_ETC = ['alternatives', 'ssl', 'ld.so.cache', 'localtime', 'mime.types', 'services', 'protocols'];

/** Lays out the folders and files over which a container's programs, volumes and devices are mounted. */
export function makeRoot({ folder, container, image, volumes, etc }: RootSources): Root {
  const path = join(folder, 'root');
  for (const name of ['proc', 'sys', 'dev/shm', 'etc', 'usr', 'tmp', 'run', 'var', 'root'])
    mkdirSync(join(path, name), { recursive: true });
  for (const [name, text] of Object.entries(etc)) writeFileSync(join(path, 'etc', name), text);
  for (const [number, name] of ['stdin', 'stdout', 'stderr'].entries()) link(`/proc/self/fd/${number}`, join(path, 'dev', name));
  link('/proc/self/fd', join(path, 'dev/fd'));
  // Since Debian 12 /bin and /lib are links into /usr.
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) if (existsSync(`/${name}`)) link(readlinkSync(`/${name}`), join(path, name));

  const bind = (from: string, to: string, options = 'bind,ro'): string => {
    place(from, join(path, to));
    return line(from, join(path, to), 'none', options);
  };
  /** Mounts a folder of this machine. If something is mounted inside at a path that it lacks, its entries are mounted one by one. */
  const expose = (folder: string): readonly string[] => {
    if (!absent.some((place) => place.startsWith(`${folder}/`))) return [bind(folder, folder)];
    mkdirSync(join(path, folder), { recursive: true });
    return readdirSync(folder).flatMap((name) => {
      const entry = join(folder, name);
      if (!lstatSync(entry).isSymbolicLink()) return expose(entry);
      link(readlinkSync(entry), join(path, entry));
      return [];
    });
  };
  const places: readonly string[] = [
    ...Object.keys(image.binds ?? {}),
    ...(container.volumeMounts ?? []).map(({ mountPath }: Any) => mountPath),
  ];
  const absent = places.filter((place) => place.startsWith('/usr/') && !existsSync(place));
  const mounted = (container.volumeMounts ?? []).map((mount: Any) => mountOf(mount, container, volumes, path));
  const machine = MACHINE_ETC.map((name) => `/etc/${name}`).filter((file) => existsSync(file));
  const inside = Object.entries(image.binds ?? {}).map(([to, from]) => [from, to] as const);
  const lines = [
    ...DEVICES.map((name) => bind(`/dev/${name}`, `dev/${name}`, 'bind')),
    ...machine.map((file) => bind(file, file)),
    ...expose('/usr'),
    ...inside.map(([from, to]) =>
      existsSync(to) && to.startsWith('/usr/') ? line(from, join(path, to), 'none', 'bind,ro') : bind(from, to),
    ),
    ...mounted,
    line('proc', join(path, 'proc'), 'proc', 'nosuid,nodev,noexec'),
    line('sysfs', join(path, 'sys'), 'sysfs', 'ro,nosuid,nodev,noexec'),
    // As a container runtime does if the pod has no volume for it.
    ...(mounted.some((one: string) => one.includes('/dev/shm')) ? [] : [line('shm', join(path, 'dev/shm'), 'tmpfs', 'size=64m,mode=1777')]),
  ];
  const readOnly = container.securityContext?.readOnlyRootFilesystem === true;
  const fstab = join(folder, 'fstab');
  // The root comes first, or it would hide what is mounted in it.
  writeFileSync(fstab, `${[line(path, path, 'none', readOnly ? 'bind,ro' : 'bind'), ...lines].join('\n')}\n`);
  return { path, fstab };
}

function mountOf(
  { name, mountPath, subPath = '', readOnly }: Any,
  container: Any,
  volumes: ReadonlyMap<string, Volume>,
  root: string,
): string {
  const volume = volumes.get(name);
  if (volume === undefined) throw new Error(`${container.name} mounts ${name}, which is no volume of its pod`);
  const to = join(root, mountPath);
  if ('memory' in volume) {
    mkdirSync(to, { recursive: true });
    return line('memory', to, 'tmpfs', `mode=1777,size=${volume.memory.replace(/i$/, '')}`);
  }
  const from = join(volume.folder, subPath);
  place(from, to);
  return line(from, to, 'none', readOnly === true ? 'bind,ro' : 'bind');
}

/** Creates a file or folder as a mount point. */
function place(from: string, to: string): void {
  if (lstatSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
  } else {
    mkdirSync(dirname(to), { recursive: true });
    closeSync(openSync(to, 'a'));
  }
}

function link(target: string, path: string): void {
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  try {
    symlinkSync(target, path);
  } catch (error) {
    // The container was started before.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

const line = (from: string, to: string, type: string, options: string): string => `${escaped(from)} ${escaped(to)} ${type} ${options} 0 0`;

const escaped = (path: string): string => path.replaceAll(' ', '\\040');
