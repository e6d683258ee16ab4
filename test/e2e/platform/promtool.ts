import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/scratch';
import { platformProgram } from './programs';

/** A file of rules, and promtool's tests of it, which name it `rules.yml`. */
export interface TestedRules {
  readonly rules: string;
  readonly tests: string;
}

/**
 * Runs promtool's tests of many files of rules at once: starting it takes longer than most of them.
 *
 * @returns by the names of the files: what promtool complains of, nothing if all tests pass
 */
export function promtoolTests(files: Readonly<Record<string, TestedRules>>): ReadonlyMap<string, string> {
  const folder = scratch();
  const paths = Object.entries(files).map(([name, { rules, tests }]) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'rules.yml'), rules);
    writeFileSync(join(folder, name, 'tests.yml'), tests);
    return `${name}/tests.yml`;
  });
  // What passes is printed to one stream, and what fails to the other, so both go to one.
  const { stdout } = spawnSync('sh', ['-c', 'exec "$0" test rules "$@" 2>&1', platformProgram('promtool'), ...paths], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const told = new Map(
    stdout
      .split(/^(?:Processing test file|Unit Testing): +/m)
      .slice(1)
      .map((part) => {
        const [name = '', ...lines] = part.split('\n');
        return [name.replace(/\/tests\.yml$/, ''), lines.join('\n').trim()] as const;
      }),
  );
  return new Map(Object.keys(files).map((name) => [name, said(told.get(name), stdout)]));
}

const said = (text: string | undefined, all: string): string =>
  text === undefined ? `nothing was said: ${all}` : text === 'SUCCESS' ? '' : text;
