import { UnitError } from '../../lib/units/unit-error';
import { VARIABLE, variableName } from '../../lib/units/variable-name';
import { thrownBy } from '../support/problems';

const A = (length: number): string => 'A'.repeat(length);

it.each([
  ...['LOG_FORMAT', 'log_format', '_x', 'X1', 'A', A(256)],
  // Words that only look like a secret's, or that tell something about one.
  ...['MAX_TOKENS', 'TOKENIZER', 'KEYBOARD', 'MONKEY', 'COMPASS', 'PATH', 'PATTERN', 'AUTH_URL', 'OAUTH_ENABLED', 'AUTHOR'],
  ...['JWT_ALGORITHM', 'PASSWORD_LENGTH', 'SECRET_FILE', 'API_KEY_NAME', 'COOKIE_SAMESITE', 'TOKEN_TTL', 'password_file'],
])('takes %s', (text) => {
  expect(variableName(text)).toBe(text);
  expect(text).toMatch(VARIABLE);
});

it.each(['', '1A', 'A-B', 'A B', 'A.B', 'Ä', 'A\n', A(257)])('takes %j for no name', (text) => {
  expect(thrownBy(() => variableName(text))).toMatchObject({ hint: 'letters, digits and underscores, and no digit first' });
  expect(text).not.toMatch(VARIABLE);
});

it.each([
  ...[
    'PASSWORD',
    'DB_PASSWD',
    'SSH_PASSPHRASE',
    'CLIENT_SECRET_2',
    'MYSECRET',
    'CREDENTIALS',
    'BEARER',
    'CONNECTION_STRING',
    'CONNECTIONSTRING',
  ],
  ...['OPENAI_API_KEY', 'APIKEY', 'ACCESS_KEY_ID', 'PRIVATE_KEY', 'MASTERKEY', 'SIGNING_KEY', 'ENCRYPTION_KEYS', 'SSH_KEY'],
  ...[
    'TOKEN',
    'GITHUB_TOKEN',
    'TOKEN_2',
    'MYTOKEN',
    'KEY',
    'KEYS',
    'HMAC_KEY',
    'DB_PASS',
    'PWD',
    'DB_PW_1',
    'GITHUB_PAT',
    'JWT',
    'SENTRY_DSN',
  ],
  ...[
    'COOKIE',
    'SESSION_COOKIES',
    'DB_CREDS',
    'SALT',
    'AUTH',
    'BASIC_AUTH',
    'AUTHORIZATION',
    'AUTH_HEADER',
    'PROXY_AUTHORIZATION_HEADERS',
    'AUTH_1',
  ],
])('refuses %s, which holds a secret', (text) => {
  expect(thrownBy(() => variableName(text))).toMatchObject({ expected: 'a variable that holds no secret', found: text });
  expect(text).not.toMatch(VARIABLE);
});

it('knows secrets in letters of either case, which editors cannot', () => {
  expect(thrownBy(() => variableName('github_token'))).toBeInstanceOf(UnitError);
  expect(thrownBy(() => variableName('Db_Password'))).toBeInstanceOf(UnitError);
});
