import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from './document';
import { type Figures, type Part, SUITES } from './figures';

/** The figures that docs/failover.md is written from, as a path in the project. */
export const LAST_RUN = 'test/e2e/failover/last-run.json';
export const DOCUMENT = 'docs/failover.md';

/**
 * Takes what the suites left in `build/failover` over into the figures of the last run, part by part, and writes the document from them.
 * Returns a line for each part.
 *
 * @param project the folder of the project
 * @throws Error if a file of figures is not JSON; nothing is written then
 */
export function takeFigures(project: string): readonly string[] {
  const last = read(join(project, LAST_RUN)) as Figures;
  const runs = Object.entries(SUITES).map(([part, suite]) => {
    const file = join('build/failover', `${part}.json`);
    return { part: part as Part, suite, file, run: existsSync(join(project, file)) ? read(join(project, file)) : undefined };
  });
  const taken: Figures = {
    ...last,
    ...Object.fromEntries(runs.filter(({ run }) => run !== undefined).map(({ part, run }) => [part, run])),
  };
  writeFileSync(join(project, LAST_RUN), `${JSON.stringify(taken, null, 2)}\n`);
  writeFileSync(join(project, DOCUMENT), documentOf(taken));
  return runs.map(({ part, suite, file, run }) =>
    run === undefined
      ? `${part}: no ${file}, so the figures of ${last[part].on} stay; npm run test:e2e -- --testPathPatterns ${suite} measures anew`
      : `${part}: figures of ${taken[part].on}, from ${file}`,
  );
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}
