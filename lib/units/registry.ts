import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** Where images are pulled from: a host, its port perhaps, and a path. `registry.example.com:5000/mirror` */
export type Registry = string & { readonly [brand]: 'registry' };

const EXPECTED = 'a registry such as registry.example.com/mirror';

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
/** The last label of a host is no part of a name on Docker Hub's: there a first part without a dot and a port is an owner. */
const HOST = `(localhost|${LABEL}(\\.${LABEL})+|${LABEL}(?=:))`;
const PATH = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*';

/** A reference is at most 255 characters, of which the image's own path and its tag take some. */
const LONGEST = 180;

/** What editors can tell of it; the range of a port they cannot. */
export const REGISTRY = new RegExp(`^(?=.{1,${LONGEST}}$)${HOST}(:[1-9]\\d{0,4})?(/${PATH})*$`);

/** @throws UnitError if it is no host with a path, or if its port cannot exist */
export function registry(text: string): Registry {
  if (!REGISTRY.test(text)) throw new UnitError(EXPECTED, text, hintFor(text));
  const [, port] = /^[^/]*:(\d+)/.exec(text) ?? [];
  if (Number(port) > 65_535) throw new UnitError(EXPECTED, text, 'a port is from 1 to 65535');
  return text as Registry;
}

function hintFor(text: string): string | undefined {
  if (/^[a-z]+:\/\//.test(text)) return 'without a protocol';
  if (text.includes('@')) return 'without a name and a password: those belong into the Secret that pullSecret names';
  if (/^[a-z0-9-]+(\/|$)/.test(text)) return 'without a dot or a port the first part is an owner on Docker Hub: write docker.io/ before it';
  return text.length > LONGEST ? `at most ${LONGEST} characters` : undefined;
}
