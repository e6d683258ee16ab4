import type { PersistentFolder, Service } from '../../../model/service';
import { InputError } from '../../../problem';
import type { BaseNode } from './node';
import { type BaseFile, type BaseService, parseBaseFile } from './parse';
import { variableOf } from './rules/data';

/** A folder inside a container, which goes with it. */
export interface LostFolder {
  readonly service: Service;
  readonly folder: PersistentFolder & { readonly through: { readonly variable: string } };
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
