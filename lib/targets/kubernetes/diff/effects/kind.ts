import type { Effect } from '../effect';
import type { Manifest, Ref } from '../manifest';
import { at, type Difference } from './differences';

/** An object that both have. */
export interface Changed {
  readonly then: Manifest;
  readonly now: Manifest;
  readonly found: readonly Difference[];
}

export type Warning = Extract<Effect, { readonly kind: 'refused' | 'destroys' }>;
export type Refused = Extract<Effect, { readonly kind: 'refused' }>;

/** What is to be known of the objects of one kind. */
export interface Kind {
  /** What the API server refuses, or what is lost. @default - nothing */
  readonly warnings?: (changed: Changed) => readonly Warning[];
  /** Which pods are replaced when their template changes. @default - none */
  readonly restart?: (now: Manifest) => Pick<Extract<Effect, { kind: 'restart' }>, 'pods' | 'how'> | undefined;
}

export const refOf = ({ kind, metadata: { name, namespace } }: Manifest): Ref => ({
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

/** The differences below a path. */
export const below = (found: readonly Difference[], ...path: readonly string[]): readonly Difference[] =>
  found.filter((difference) => path.every((key, index) => difference.path[index] === key));

/**
 * The rule of fields that the API server refuses to change. However many of them change, it warns once.
 *
 * @param paths keys with dots between them
 */
export function fixed(code: Refused['code'], paths: readonly string[], what: (changed: Changed) => string, way: (now: Manifest) => string) {
  return (changed: Changed): readonly Refused[] => {
    const field = paths.find((path) => below(changed.found, ...path.split('.')).length > 0);
    return field === undefined ? [] : [{ kind: 'refused', code, field, what: what(changed), way: way(changed.now) }];
  };
}

/** The way round for what can be made again: it is deleted first. @param result what that does meanwhile, as a clause */
export const again =
  (result: string) =>
  ({ kind, metadata: { name } }: Manifest): string =>
    `kubectl delete ${kind.toLowerCase()} ${name}, ${result}, then apply`;

/** The warnings of several rules. */
export const all =
  (...parts: readonly ((changed: Changed) => readonly Warning[])[]) =>
  (changed: Changed): readonly Warning[] =>
    parts.flatMap((part) => part(changed));

/** Says how the value at a path changes: `its role goes from a to b`. @param words what it is */
export const fromTo = (words: string, ...path: readonly string[]) => {
  return ({ then, now }: Changed): string => `${words} goes from ${at(then, ...path) ?? 'none'} to ${at(now, ...path) ?? 'none'}`;
};
