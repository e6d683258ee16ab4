import { type Home, whyNowhere } from '../../../model/whereabouts';
import { type HttpUrl, isPublic } from '../../../units/http-url';

interface Bucket {
  readonly endpoint?: HttpUrl;
  readonly networks?: readonly string[];
}

/** What a service's section holds at one key, right or wrong. */
type Held = { readonly bucket?: Bucket | null } | null;

/** Every bucket in the sections of services, with its path. */
export const bucketsIn = (
  services: Readonly<Record<string, unknown>> | null | undefined,
): readonly (readonly [path: readonly string[], bucket: Bucket])[] =>
  Object.entries(services ?? {}).flatMap(([service, size]) =>
    Object.entries((size ?? {}) as Readonly<Record<string, Held>>).flatMap(([key, held]) =>
      held?.bucket ? [[['services', service, key, 'bucket'], held.bucket] as const] : [],
    ),
  );

/** Why a cluster cannot reach the API of a bucket, and the key of the wrong value; undefined if it can. */
export function whyNoStore(
  { endpoint, networks }: Bucket,
  home: Home,
): readonly [message: string, key: 'endpoint' | 'networks'] | undefined {
  if (endpoint === undefined) return undefined;
  const nowhere = whyNowhere({ url: endpoint, networks }, home, { what: 'a store', key: 'endpoint' });
  if (nowhere?.at === 'url') return [nowhere.message, 'endpoint'];
  if (networks === undefined && !isPublic(endpoint))
    return ['expected the networks of its endpoint, which is at no public address', 'networks'];
  return nowhere === undefined ? undefined : [nowhere.message, 'networks'];
}
