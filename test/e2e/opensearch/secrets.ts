import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from '../../support/markdown';
import { mustRun } from '../support/program';

/** The commands that `list secrets` prints for a store. @param store its profile */
export const madeBy = ({ profile }: { readonly profile: () => readonly string[] }): string =>
  mustRun(['list', 'secrets', ...profile()]).stdout.split(/^To make [^:]*:$/m)[1] ?? '';

/** The commands of the runbook that sign certificates anew. */
export const RENEWING = blocksOf('docs/runbooks/log-store-secrets.md').find(({ text }) => text.includes('sign() {'))?.text ?? '';

/** Stands in for kubectl: it says what Secret it was asked for. */
const KUBECTL = `kubectl() { case $1 in replace) cat ;; *) printf '%s ' "$@"; echo ;; esac; }`;

/**
 * Types commands that end with Secrets.
 *
 * @param folder where they leave their files
 * @returns the Secrets that they create or replace, by name and key
 */
export function typed(commands: string, folder: string): Record<string, Record<string, string>> {
  const written = execFileSync('sh', ['-eu', '-c', `${KUBECTL}\n${commands}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return Object.fromEntries(
    written
      .trim()
      .split('\n')
      .map((line) => [
        /^create secret generic (\S+)/.exec(line)?.[1] ?? line,
        Object.fromEntries(
          [...line.matchAll(/--from-file=([^= ]+)=(\S+)/g)].map(([, key = '', file = '']) => [
            key,
            readFileSync(join(folder, file), 'utf8'),
          ]),
        ),
      ]),
  );
}
