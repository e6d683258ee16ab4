import { mark } from './marks';
import { cases, SEPARATOR, SUFFIX } from './notation';

export interface Kind {
  readonly kind: string;
  /** Stands behind the name, then before the value. */
  readonly mark: string;
  readonly names: string;
  /** Texts of which a record has one if it has such a name. */
  readonly has: readonly string[];
}

/** Names that end in one of these words name a credential. */
export const SECRET: Kind = {
  kind: 'secret',
  mark: mark(3),
  names: `(?:(?:ot)?pass(?:wor[dt]|wd|phrase|code)?|pwd?|pswd|[cx]srf|secret|credential|creds|jwt|otp|pin[_-]?code|nonce|code${SEPARATOR}verifier|(?:mfa|2fa|t?otp|sms|verification|one[_ -]?time)${SEPARATOR}code|device${SEPARATOR}code|client${SEPARATOR}assertion|masterauth|(?:cli|basic|http|proxy|registry)[_-]auth)${SUFFIX}`,
  has: cases('pass', 'pw', 'pswd', 'secret', 'cred', 'jwt', 'otp', 'code', 'nonce', 'assertion', 'auth', 'csrf', 'xsrf'),
};

/** The same, if what follows is no number: that is how many there are, or how long one lasts. */
export const COUNTED: Kind = {
  kind: 'counted',
  mark: mark(4),
  names: `(?:token|signature|connection${SEPARATOR}string|(?:recovery|backup)${SEPARATOR}codes?|passwords|secrets|credentials)${SUFFIX}`,
  has: cases('token', 'signature', 'string', 'code', 'passwords', 'secrets', 'credentials', 'secretS'),
};

/** Keys that are credentials, and are of that kind: most keys are none. */
export const KEYS = `(?:(?:${[
  'api|access|account|auth|client|encrypt(?:ion)?|license|master|private|secret|service|session|shared|signing|storage|webhook|write',
  'instrumentation|subscription|fernet|jwt|app(?:lication)?|deploy|ssh|hmac|db|role|ssl|tls|functions|sse[_-]?customer|encryption[_-]customer',
  'admin|aes|cipher|decrypt(?:ion)?|internal|rsa',
].join('|')})${SEPARATOR}key(?:s|${SEPARATOR}(?:id|base|data))?|key${SEPARATOR}base)${SUFFIX}`;

export const COOKIE: Kind = { kind: 'cookie', mark: mark(5), names: 'cookie(?:s|2)?', has: ['ookie', 'OOKIE'] };

export const AUTHORIZATION: Kind = {
  kind: 'authorization',
  mark: mark(6),
  names: 'authorization',
  has: ['uthorization', 'UTHORIZATION'],
};

export const KINDS = [AUTHORIZATION, COOKIE, COUNTED, SECRET];
