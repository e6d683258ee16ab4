import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** A path of the host that belongs to the login, with its last slash: `/oauth2/`. */
export type LoginPath = string & { readonly [brand]: 'login path' };

const EXPECTED = 'a path such as /oauth2/';

/**
 * First parts of paths that the edge, the gateway and the dashboard need for themselves, in letters of either case, since closed paths are
 * closed in both. One with a dot is a file of theirs, or could become one.
 */
const TAKEN = ['admin', 'api', 'assets', 'docs', 'health', 'healthz', 'redoc'];

/** A JSON Schema's patterns know no flag for it. */
const inEitherCase = (text: string): string => text.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/** What editors can tell of it. */
export const LOGIN_PATH = new RegExp(
  `^(?=.{2,200}$)(?!/(${inEitherCase(TAKEN.join('|'))})(/|$))(?!/[^/]*[.])(/[A-Za-z0-9][A-Za-z0-9_.~-]*)+/?$`,
);

/** @throws UnitError if it is none, or one that is needed for something else */
export function loginPath(text: string): LoginPath {
  if (!LOGIN_PATH.test(text)) throw new UnitError(EXPECTED, text, hintFor(text));
  return (text.endsWith('/') ? text : `${text}/`) as LoginPath;
}

function hintFor(text: string): string | undefined {
  const [, first = ''] = text.split('/');
  const taken = TAKEN.find((one) => one === first.toLowerCase());
  if (taken !== undefined) return `/${taken}/ is taken: the gateway or the dashboard answers there`;
  if (/^https?:/.test(text)) return 'only the path: it leads to the server of url';
  if (text.startsWith('/') && first.includes('.')) return `/${first} is the name of a file, which the dashboard or the gateway may have`;
  return text === '/' ? 'all of the host would be the login' : undefined;
}
