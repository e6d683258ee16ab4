import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** A path of the host that belongs to the login, with its last slash: `/oauth2/`. */
export type LoginPath = string & { readonly [brand]: 'login path' };

const EXPECTED = 'a path such as /oauth2/';

/** A JSON Schema's patterns know no flag for it. */
const inEitherCase = (text: string): string => text.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/** Login paths of one application, and what editors can tell of them. */
export interface LoginPaths {
  readonly pattern: RegExp;
  /** @throws UnitError if it is none, or one that the application answers itself */
  readonly parse: (text: string) => LoginPath;
}

/**
 * Login paths beside those that an application answers itself. A first part with a dot is a file of its own, or could become one.
 *
 * @param taken first parts of its paths, in lower case. They are taken in letters of either case.
 */
export function loginPathsBeside(taken: readonly string[]): LoginPaths {
  const others = taken.length === 0 ? '' : `(?!/(${inEitherCase(taken.join('|'))})(/|$))`;
  const pattern = new RegExp(`^(?=.{2,200}$)${others}(?!/[^/]*[.])(/[A-Za-z0-9][A-Za-z0-9_.~-]*)+/?$`);
  return {
    pattern,
    parse: (text) => {
      if (!pattern.test(text)) throw new UnitError(EXPECTED, text, hintFor(text, taken));
      return (text.endsWith('/') ? text : `${text}/`) as LoginPath;
    },
  };
}

function hintFor(text: string, all: readonly string[]): string | undefined {
  const [, first = ''] = text.split('/');
  const taken = all.find((one) => one === first.toLowerCase());
  if (taken !== undefined) return `/${taken}/ is taken: the application itself answers there`;
  if (/^https?:/.test(text)) return 'only the path: it leads to the server of url';
  if (text.startsWith('/') && first.includes('.')) return `/${first} is the name of a file, which the application may have`;
  return text === '/' ? 'all of the host would be the login' : undefined;
}
