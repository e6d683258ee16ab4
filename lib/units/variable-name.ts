import { UnitError } from './unit-error';

const EXPECTED = 'the name of a variable such as LOG_FORMAT';

/** Where somebody puts a secret instead. */
export const SECRETS_BELONG = 'what is secret belongs into a Secret of the cluster, or into the .env beside the base file';

/** What every program can read as a variable's name, and both targets take. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,255}$/;

/**
 * Words in the names of variables that hold secrets: some wherever they stand, others only by themselves. Not TOKENS, which are counted.
 * Where and how somebody signs in is no secret, but what is sent along is.
 */
const SECRET = [
  'PASSWORD|PASSWD|PASSPHRASE|SECRET|CREDENTIAL|BEARER|CONNECTION_?STRING|(API|ACCESS|PRIVATE|MASTER|SIGNING|ENCRYPTION|SSH)_?KEY',
  'TOKEN(?![A-Za-z])',
  '(^|_)(KEYS?|PASS|PWD|PW|PAT|JWT|DSN|COOKIES?|CREDS|SALT)(?![A-Za-z])',
  '(^|_)AUTH(ORIZATION)?(_HEADERS?)?[0-9_]*$',
].join('|');

/** How names end that tell something about a secret: its place, its age, its length. */
const ENDINGS =
  'NAME|PREFIX|ENABLED|TTL|AGE|EXPIRY|SECONDS|MINUTES|HOURS|DAYS|LIMIT|LENGTH|SIZE|COUNT|TYPE|ALGORITHM|ISSUER|AUDIENCE|DOMAIN|SECURE|HTTPONLY|SAMESITE|FILE|PATH|URL';
const ABOUT = `_(${ENDINGS}|${ENDINGS.toLowerCase()})$`;

/** What editors can tell of it: those in capitals. */
export const VARIABLE = new RegExp(`^((?=.*${ABOUT})|(?!.*(${SECRET})))${NAME.source.slice(1)}`);

const holdsSecret = (name: string): boolean => new RegExp(SECRET, 'i').test(name) && !new RegExp(ABOUT).test(name);

/** @throws UnitError if it is none, or one that holds a secret */
export function variableName(text: string): string {
  if (!NAME.test(text)) throw new UnitError(EXPECTED, text, 'letters, digits and underscores, and no digit first');
  if (holdsSecret(text)) throw new UnitError('a variable that holds no secret', text, SECRETS_BELONG);
  return text;
}
