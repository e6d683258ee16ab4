import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Any } from '../../support/cluster';
import { DIST } from './checkout';

export type { Any };

/** All objects of a committed cluster. */
export const committed = (profile: string): readonly Any[] =>
  readdirSync(join(DIST, profile))
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .flatMap((file) => parseAllDocuments(readFileSync(join(DIST, profile, file), 'utf8')).map((document) => document.toJS()));

/** Finds an object. @param name matches its name, with or without a digest at the end. @throws Error if there is none */
export const find = (objects: readonly Any[], kind: string, name: RegExp): Any => {
  const found = objects.find(
    ({ kind: one, metadata }) => one === kind && (name.test(metadata.name) || name.test(metadata.name.replace(/-[0-9a-f]{8}$/, ''))),
  );
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};

/** All containers, each with the name of its workload. */
export const containers = (objects: readonly Any[]): readonly (Any & { readonly of: string })[] =>
  objects
    .filter(({ spec }) => spec?.template?.spec?.containers !== undefined)
    .flatMap(({ metadata, spec }) =>
      [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers].map((container) => ({
        ...container,
        of: metadata.name,
      })),
    );
