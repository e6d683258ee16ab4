import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { InputError } from '../../../lib/problem';
import { compareWithBase } from '../../../lib/targets/compose/base-file/compare';
import { parseBaseFile } from '../../../lib/targets/compose/base-file/parse';
import { textOfBase } from '../../../lib/targets/compose/base-file/text';
import { overrideOf } from '../../support/compose';
import { mutated, runs } from '../../support/mutations';
import { scratch } from '../../support/scratch';
import { ALL_ON, RICH_BASE, richPlan } from '../../support/workbench';
import { DOCKER_COMPOSE, describeWith } from '../support/tools';

jest.setTimeout(600_000);

const plan = richPlan(ALL_ON);

/** Whether the program says that Compose refuses a base file; `the engine` refuses only what is started. */
function foretold(text: string): boolean {
  try {
    const { findings } = compareWithBase(
      plan,
      parseBaseFile(textOfBase(Buffer.from(text), 'base.yml'), 'base.yml'),
      'docker compose config',
    );
    return findings.some(
      ({ severity, code, message }) => severity === 'error' && code !== 'base-service-without-cap' && !/the engine/.test(message),
    );
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

/** Compose's reader of YAML ends a line at these as well. */
const LINE_ENDS = /[\u0085\u2028\u2029]/;

/** What the program need not know: keys that Compose does not have, and everything about keys that the override leaves alone. */
const NOT_OURS =
  /additional properties|name must be a string|invalid IP|Unicode character|cannot extend|interpolat|decoding failed|type value must be one of/;

describeWith([DOCKER_COMPOSE], 'random changes of a base file', () => {
  it('are refused by Compose exactly if the program says so', () => {
    const folder = scratch({ 'override.yml': overrideOf(plan) });
    // The same ones every time.
    const texts = fc.sample(mutated([RICH_BASE]), { numRuns: runs(150), seed: 7 }).map((tree) => stringify(tree));
    const wrong = texts.flatMap((text) => {
      if (LINE_ENDS.test(text) || text.includes('${X}')) return [];
      writeFileSync(join(folder, 'base.yml'), text);
      const args = ['compose', '--project-name', 'x', '-f', 'base.yml', '-f', 'override.yml', 'config', '--quiet'];
      const { status, stderr } = spawnSync('docker', args, { cwd: folder, encoding: 'utf8' });
      const refused = status !== 0;
      return refused === foretold(text) || (refused && NOT_OURS.test(stderr)) ? [] : [{ text, stderr }];
    });
    expect(wrong).toEqual([]);
  });
});
