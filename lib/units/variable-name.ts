import { UnitError } from './unit-error';

const EXPECTED = 'the name of a variable such as LOG_FORMAT';

/** Where somebody puts a secret instead. */
export const SECRETS_BELONG = 'what is secret belongs into a Secret of the cluster, or into the .env beside the base file';

/** What every program can read as a variable's name, and both targets take. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,255}$/;

/** How the names of variables end that hold secrets. Not TOKENS, which are counted. */
const SECRET = '(PASS(WORD|WD|PHRASE)S?|SECRETS?|TOKEN|CREDENTIALS?|APIKEYS?|(^|_)(KEYS?|PASS|PWD|ACCESS_KEY_ID))$';
const HOLDS_SECRET = new RegExp(SECRET, 'i');

/** What editors can tell of it: those in capitals. */
export const VARIABLE = new RegExp(`^(?!.*${SECRET})${NAME.source.slice(1)}`);

/** @throws UnitError if it is none, or one that holds a secret */
export function variableName(text: string): string {
  if (!NAME.test(text)) throw new UnitError(EXPECTED, text, 'letters, digits and underscores, and no digit first');
  if (HOLDS_SECRET.test(text)) throw new UnitError('a variable that holds no secret', text, SECRETS_BELONG);
  return text;
}
