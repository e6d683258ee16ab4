import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { Refusal } from '../../lib/failure';
import { faultmaven } from '../../lib/faultmaven/application';
import type { Plan } from '../../lib/plan/plan';
import { describeProblems, InputError, UsageError } from '../../lib/problem';
import { loadProfile } from '../../lib/profile/load';
import { profilesIn } from '../../lib/profile/shipped';
import type { ComposePlan } from '../../lib/targets/compose/plan/plan';
import { check } from '../support/check';
import { fmsynth, ROOT } from '../support/cli';
import { objectsOf } from '../support/cluster';
import { servicesOfOverride } from '../support/compose';
import { broken } from '../support/invariants';
import { editorSays } from '../support/json-schema';
import { HOSTILE, mutated, pathsOf, runs } from '../support/mutations';
import { bind, inCluster, onLaptop, shapes } from '../support/plans';
import { expectSaidWell } from '../support/said-well';
import { scratch } from '../support/scratch';
import { synthesize } from '../support/synthesize';

const PROFILES = join(ROOT, 'profiles');
const trees: readonly Readonly<Record<string, unknown>>[] = profilesIn(PROFILES).map((name) => {
  const tree = parse(readFileSync(join(PROFILES, `${name}.yaml`), 'utf8'));
  return 'extends' in tree ? { ...tree, extends: tree.extends.replace(/^\.\/|\.yaml$/g, '') } : tree;
});

const cwd = scratch();

/** What becomes of a profile: its plan, or what is said of it. */
function outcome(text: string, assignments: readonly string[] = []): Plan | readonly string[] {
  // A file that is emptied and written again is flushed to the disk at once by some file systems.
  rmSync(join(cwd, 'x.yaml'), { force: true });
  writeFileSync(join(cwd, 'x.yaml'), text);
  try {
    return bind(faultmaven, loadProfile({ file: 'x.yaml', cwd, shapes, assignments }));
  } catch (error) {
    if (error instanceof InputError) return describeProblems(error.problems);
    if (error instanceof UsageError) return [error.message];
    if (error instanceof Refusal) return error.lines;
    throw error;
  }
}

/** Files that have been read already: most changes leave most of them alone. */
const seen = new Set<string>();

async function runsWell(plan: Plan): Promise<void> {
  check(plan);
  for (const { content } of await synthesize(plan)) {
    if (seen.has(content)) continue;
    seen.add(content);
    for (const version of ['1.1', '1.2'] as const)
      for (const document of parseAllDocuments(content, { version, strict: true, logLevel: 'error' })) expect(document.errors).toEqual([]);
  }
  expect(plan.target === 'kubernetes' ? broken(objectsOf(inCluster(plan))) : brokenOnLaptop(onLaptop(plan))).toEqual([]);
}

const brokenOnLaptop = (plan: ComposePlan): readonly string[] =>
  plan.services.flatMap(({ service, size }) => {
    const written = servicesOfOverride(plan)[service.name] as Readonly<Record<string, string | number>>;
    const mebibytes = (key: string): number => Number.parseInt(String(written[key] ?? '6m'), 10);
    return [
      ...(mebibytes('mem_limit') === size.memory.limit.mebibytes && mebibytes('mem_limit') === mebibytes('memswap_limit') ? [] : ['cap']),
      ...(size.memory.limit.mebibytes >= service.floor.memory.mebibytes ? [] : ['floor']),
      ...(mebibytes('mem_reservation') <= mebibytes('mem_limit') && mebibytes('mem_reservation') >= 6 ? [] : ['reservation']),
      ...(Number(written.cpus ?? 1) >= 0.01 ? [] : ['cpus']),
    ];
  });

/** How many inputs were read, to see that a property is about something. */
const counts = { read: 0, refused: 0 };

async function holds(text: string, assignments: readonly string[] = []): Promise<void> {
  const result = outcome(text, assignments);
  if (!('target' in result)) {
    counts.refused += 1;
    expect(result).not.toEqual([]);
    expectSaidWell(result, { lines: 51, length: 1000 });
    return;
  }
  counts.read += 1;
  await runsWell(result);
  if (assignments.length === 0) expect(editorSays(text)).toEqual([]);
}

/** JSON is YAML, and carries what no file of YAML can hold as escapes. */
const written = fc.oneof(
  mutated(trees).map((tree) => JSON.stringify(tree)),
  mutated(trees).map((tree) => stringify(tree, { aliasDuplicateObjects: false })),
);

it('reads a shipped profile that somebody changed, or says why not', async () => {
  await fc.assert(
    fc.asyncProperty(written, (text) => holds(text)),
    { numRuns: runs(120) },
  );
  expect(counts.read).toBeGreaterThan(10);
  expect(counts.refused).toBeGreaterThan(10);
}, 600_000);

it('reads any assignment to a shipped profile, or says why not', async () => {
  const paths = [
    ...new Set(
      trees
        .flatMap((tree) => pathsOf(tree))
        .map((path) =>
          path
            .map(String)
            .map((key) => (/[.=]/.test(key) ? `"${key}"` : key))
            .join('.'),
        ),
    ),
  ];
  const value = fc.constantFrom(...HOSTILE).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  const assignment = fc
    .tuple(fc.constantFrom(...paths, '', '.', '"', 'a."b', 'a."b"c', '__proto__.x', 'accept.constructor'), value)
    .map(([path, one]) => `${path}=${one}`);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('laptop', 'cluster-small'),
      fc.array(assignment, { minLength: 1, maxLength: 2 }),
      (name, assignments) => holds(`extends: ${name}\n`, assignments),
    ),
    { numRuns: runs(100) },
  );
}, 600_000);

it('never ends as a defect of the program', async () => {
  await fc.assert(
    fc.asyncProperty(
      written,
      fc.constantFrom<readonly string[]>(['check'], ['plan'], ['--stdout'], ['list', 'secrets']),
      async (text, args) => {
        const { code, stderr } = await fmsynth([...args, '--profile', './x.yaml'], { cwd: scratch({ 'x.yaml': text }) });
        expect([code, stderr]).toEqual([expect.any(Number), expect.not.stringMatching(/a defect of this program|\n\s+at .*:\d+:\d+\)?\n/)]);
        expect(code).not.toBe(70);
      },
    ),
    { numRuns: runs(20) },
  );
}, 600_000);
