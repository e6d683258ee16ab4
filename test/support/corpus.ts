import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './cli';

interface Credential {
  /** What kind of text it is in. */
  readonly what: string;
  readonly text: string;
  /** What must be left of the text nowhere. */
  readonly secrets: readonly string[];
}

const read = (name: string) => parse(readFileSync(join(ROOT, 'test/platform/logging/corpus', name), 'utf8'));

/** Texts with credentials, as services write them. */
export const CREDENTIALS: readonly Credential[] = read('credentials.yml');

/** Texts without any that look as if they had some. */
export const ORDINARY: readonly string[] = read('ordinary.yml');
