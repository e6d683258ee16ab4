import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** Where a page comes from, as browsers name it: `https://tools.example.com`, `chrome-extension://…`. */
export type Origin = string & { readonly [brand]: 'origin' };

const EXPECTED = 'an origin such as https://tools.example.com';

/** What editors can tell of it. */
export const ORIGIN =
  /^((https?:\/\/)(?=.{1,260}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\[[0-9a-f:.]+\])(:[1-9]\d{0,4})?|(chrome|moz|safari-web)-extension:\/\/[A-Za-z0-9-]{1,64})$/;

/** @throws UnitError if it is none, or not written as browsers write it */
export function origin(text: string): Origin {
  if (text === '*' || text === 'null')
    throw new UnitError(EXPECTED, text, 'name each: requests come with the cookies of whoever is signed in');
  if (!ORIGIN.test(text)) throw new UnitError(EXPECTED, text, hintFor(text));
  // Browsers leave a protocol's own port out, and write addresses in one way.
  if (text.startsWith('http') && (!URL.canParse(text) || new URL(text).origin !== text))
    throw new UnitError(EXPECTED, text, URL.canParse(text) ? `browsers write ${new URL(text).origin}` : 'a port is from 1 to 65535');
  return text as Origin;
}

function hintFor(text: string): string | undefined {
  if (text.includes('@')) return 'without a name and a password';
  if (!URL.canParse(text)) return undefined;
  const { origin: written } = new URL(text);
  return ORIGIN.test(written) && written !== text ? `write ${written}` : undefined;
}
