import type { SecretKey } from './secret';

/** A user's name and password on a server. */
export interface Credentials {
  readonly username: SecretKey;
  readonly password: SecretKey;
}
