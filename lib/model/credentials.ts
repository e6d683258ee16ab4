import type { SecretKey } from './secret';

/** Who somebody is to a server, and the proof. */
export interface Credentials {
  readonly username: SecretKey;
  readonly password: SecretKey;
}
