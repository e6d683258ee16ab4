import type { PersistentFolder, Service } from '../../../model/service';
import { InputError } from '../../../problem';
import { mountsOf } from './mount';
import type { BaseNode } from './node';
import { type BaseFile, type BaseService, parseBaseFile } from './parse';
import { variableOf } from './rules/data';
import { replicasOf } from './rules/replicas';

/** A folder inside a container, which goes with it. */
export interface LostFolder {
  readonly service: Service;
  readonly folder: PersistentFolder & { readonly through: { readonly variable: string } };
}

/** What a container that is recreated keeps, and what becomes of it. */
export interface Recreated {
  readonly service: Service;
  /** In the container, which goes. */
  readonly inside: readonly PersistentFolder[];
  /** Outside, in a place where the new container does not look. */
  readonly elsewhere: readonly PersistentFolder[];
  /** Whether a variable has another value from now on. */
  differs(variable: string): boolean;
}

/** Every container that Compose recreates when an override takes the place of another, with what it keeps. */
export function recreated(services: readonly Service[], before: string, after: string): readonly Recreated[] {
  const [old, own] = [servicesIn(before), servicesIn(after)];
  return services.flatMap((service) => {
    const [then, now] = [old, own].map((all) => all?.get(service.name));
    // What is off has no container.
    if (isSame(then?.keys, now?.keys) || isOff(then)) return [];
    const outside = service.persists.filter((folder) => isOutside(folder, then));
    return {
      service,
      inside: service.persists.filter((folder) => !outside.includes(folder)),
      elsewhere: isOff(now) ? [] : outside.filter((folder) => !isOutside(folder, now)),
      differs: (variable) => !isOff(now) && valueIn(then, variable) !== valueIn(now, variable),
    };
  });
}

/**
 * What Compose destroys when an override takes the place of another: it recreates each container of which anything is said differently,
 * and what that container has kept inside is gone.
 *
 * @param before the override that is there now. @default - there is none
 */
export function lostFolders(services: readonly Service[], before: string | undefined, after: string): readonly LostFolder[] {
  const [old, own] = [before, after].map((text) => (text === undefined ? undefined : servicesIn(text)));
  return services.flatMap((service) => {
    const [then, now] = [old, own].map((all) => all?.get(service.name));
    if (old !== undefined && isSame(then?.keys, now?.keys)) return [];
    return service.persists.flatMap((folder) => (throughVariable(folder) && !isKept(folder, then) ? [{ service, folder }] : []));
  });
}

/** Undefined if it cannot be read: then nothing is known of what runs. */
function servicesIn(text: string): BaseFile['services'] | undefined {
  try {
    const { services, documents } = parseBaseFile(text, '');
    return documents === 1 ? services : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const throughVariable = (folder: PersistentFolder): folder is LostFolder['folder'] => 'variable' in folder.through;

const isKept = ({ through: { variable }, path }: LostFolder['folder'], service: BaseService | undefined): boolean =>
  service !== undefined && variableOf(service, variable) === path;

const valueIn = (service: BaseService | undefined, variable: string): string | undefined => service && variableOf(service, variable);

const isOff = (service: BaseService | undefined): boolean => service !== undefined && replicasOf(service) === 0;

/** Whether an override puts a folder outside of the container, by itself or through a folder that the published file mounts. */
const isOutside = (folder: PersistentFolder, service: BaseService | undefined): boolean => {
  if (throughVariable(folder)) return isKept(folder, service);
  const { path, through } = folder;
  const mounts = service === undefined ? [] : mountsOf(service);
  return mounts.some((mount) => mount !== 'unknown' && 'volume' in through && mount.source === through.volume && mount.target === path);
};

/** Whether two values say the same to Compose, in whichever order their keys stand. */
function isSame(one: BaseNode | undefined, other: BaseNode | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  switch (one.kind) {
    case 'scalar':
      return other.kind === 'scalar' && one.value === other.value;
    case 'list':
      return other.kind === 'list' && one.items.length === other.items.length && one.items.every((item, n) => isSame(item, other.items[n]));
    case 'map':
      return (
        other.kind === 'map' &&
        one.entries.size === other.entries.size &&
        [...one.entries].every(([key, { value }]) => isSame(value, other.entries.get(key)?.value))
      );
  }
}
