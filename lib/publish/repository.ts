import { InputError } from '../problem';

/** Where artifacts are pushed to: a registry, and a name in it. */
export interface Repository {
  /** With its port, if one was given. */
  readonly host: string;
  readonly name: string;
}

export const SCHEME = 'oci://';

const HOST = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d{1,5})?$/;
const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAME = new RegExp(`^${PART}(?:/${PART})*$`);

/** @throws InputError that repeats nothing of what it refuses: there may be a password in it */
export function parseRepository(flag: string, typed: string): Repository {
  const refuse = (message: string): never => {
    throw new InputError([{ message: `${flag}: ${message}` }]);
  };
  const rest = typed.slice(SCHEME.length);
  if (rest.includes('@'))
    return refuse('expected oci://HOST/NAME without a user, a password or a digest: the program that pushes has logged in');
  const [host = '', ...parts] = rest.split('/');
  const name = parts.join('/');
  if (!HOST.test(host)) return refuse('expected oci://HOST/NAME with the name of a registry');
  if (name.includes(':')) return refuse('expected oci://HOST/NAME without a tag: the tag is the commit of the profile');
  if (!NAME.test(name))
    return refuse('expected oci://HOST/NAME with a name of lower-case letters, digits, dots, hyphens, underscores and slashes');
  return { host, name };
}

/** As programs take it, without a tag and a digest: `ghcr.io/shop/manifests`. */
export const addressOf = ({ host, name }: Repository): string => `${host}/${name}`;

/** A repository below another one. @throws InputError if a part of a name cannot be called so */
export function below(repository: Repository, part: string): Repository {
  if (new RegExp(`^${PART}$`).test(part)) return { ...repository, name: `${repository.name}/${part}` };
  throw new InputError([
    { message: `${part}: no registry takes that as a part of a name: expected lower-case letters, digits and hyphens` },
  ]);
}

const hostOnly = (host: string): string => host.replace(/:\d+$/, '');

/** Whether a registry is this machine, so that nobody else hears what is said to it. */
export const isLoopback = ({ host }: Repository): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[(?:0*:)*:?0*1\])$/.test(hostOnly(host).toLowerCase());
