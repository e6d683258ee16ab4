import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { shippedProfiles } from '../lib/commands/profiles';
import { ChromaDb } from '../lib/data/chromadb/chromadb';
import { Redis } from '../lib/data/redis/redis';
import { targets } from '../lib/targets/targets';
import { FIXTURE } from './fixture/shop';
import { ROOT } from './support/cli';
import { services } from './support/plans';

const LIB = join(ROOT, 'lib');

/** Every file of lib/ with its text, and the files that it imports. */
const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => {
    const text = readFileSync(join(LIB, path), 'utf8');
    const specifiers = [...text.matchAll(/(?:from|import\() ?'(\.[^']*)'/g)].map((match) => match[1] as string);
    const imports = specifiers.map((specifier) => `${relative(LIB, resolve(LIB, dirname(path), specifier))}.ts`);
    return { path, text, imports: imports.filter((imported) => !imported.startsWith('..')) };
  });

/** A part of the program: a folder of lib/, or a file that is in none. Each target is a part, and so is each file beside them. */
const partOf = (path: string): string => /^(targets\/[^/]+|[^/]+)/.exec(path.replace(/\.ts$/, ''))?.[0] ?? path;

/** A folder for each target. None of them imports another. */
const TARGET_FOLDERS = readdirSync(join(LIB, 'targets'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `targets/${name}`);

/** Each part may import those before it, and files of its own. */
const ORDER = [
  ...[
    'text',
    'units',
    'wrap',
    'problem',
    'text-file',
    'yaml-text',
    'yaml-value',
    'yaml-writer',
    'grouped',
    'once',
    'nearest',
    'digest',
    'project',
    'generator',
    'exit-code',
    'failure',
  ],
  ...['host', 'session', 'npm', 'local-path', 'table', 'shape', 'model', 'roles', 'platform', 'data'],
  ...['profile', 'plan', 'checks', 'output', 'publish', 'documents', 'diff'],
  ...['targets/target', 'targets/losses', ...TARGET_FOLDERS, 'targets/targets'],
  ...['faultmaven', 'commands', 'attempt', 'run', 'start', 'main', 'cdk8s-app', 'update'],
];

const TARGETS = ORDER.filter((part) => part.startsWith('targets/'));

/** What the order allows and the design does not. */
const NEVER: readonly (readonly [string, readonly string[]])[] = [
  ['roles', ['data', 'faultmaven', 'profile', 'plan', 'checks', ...TARGETS]],
  [
    'platform',
    ['data', 'faultmaven', 'profile', 'plan', 'checks', ...TARGETS, 'problem', 'nearest', 'digest', 'npm', 'project', 'exit-code'],
  ],
  ['data', ['profile', 'plan', 'checks', ...TARGETS, 'problem', 'nearest', 'digest', 'npm', 'project', 'exit-code']],
  ['faultmaven', ['problem', 'nearest', 'digest', 'npm', 'project', 'exit-code', 'checks', 'output', ...TARGETS]],
  ['profile', ['data']],
  ['plan', ['data']],
  ['checks', ['data']],
  ['output', ['data', 'profile', 'plan', 'checks']],
  ['diff', ['data', 'profile', 'plan', 'checks', 'model', 'roles']],
  ['publish', ['data', 'profile', 'plan', 'checks', 'model', 'roles']],
  ['targets/target', ['data']],
  ...TARGET_FOLDERS.map((folder): readonly [string, readonly string[]] => [
    folder,
    ['data', ...TARGET_FOLDERS.filter((other) => other !== folder)],
  ]),
  ['commands', ['data', 'faultmaven', ...TARGETS.filter((part) => part !== 'targets/target')]],
  ['attempt', ['data', 'faultmaven', ...TARGETS.filter((part) => part !== 'targets/target')]],
  ['run', ['data', 'faultmaven', ...TARGETS]],
];

const edges = files.flatMap(({ path, imports }) => imports.map((imported) => [path, imported] as const));

it('sees the imports', () => {
  expect(edges.length).toBeGreaterThan(150);
  expect(new Set(files.map(({ path }) => partOf(path)))).toEqual(new Set(ORDER));
});

it('stands in docs/architecture.md in this order', () => {
  const folders = readdirSync(LIB, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  const inOrder = [...new Set(ORDER.map((part) => part.split('/')[0] as string))].filter((part) => folders.includes(part));
  const told = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8').matchAll(/^\| `lib\/(\w+)` \|/gm);
  expect([...told].map(([, folder]) => folder)).toEqual(inOrder);
});

it('imports only what comes before', () => {
  const wrong = edges.filter(([from, to]) => ORDER.indexOf(partOf(to)) > ORDER.indexOf(partOf(from)));
  expect(wrong).toEqual([]);
});

it('finds each target in its folder, and in the list', () => {
  const folders = new Set(files.flatMap(({ path }) => /^targets\/([^/]+)\//.exec(path)?.[1] ?? []));
  expect(targets.map(({ name }) => name).sort()).toEqual([...folders].sort());
});

it.each(NEVER)('lets %s know nothing of %j', (part, forbidden) => {
  expect(edges.filter(([from, to]) => partOf(from) === part && forbidden.includes(partOf(to)))).toEqual([]);
});

it.each(ORDER.filter((part) => !part.startsWith('targets/')))('has no name of a target in %s', (part) => {
  const names = targets.map(({ name }) => `'${name}'`);
  const inside = files.filter(({ path }) => partOf(path) === part).flatMap(({ path, text }) => literals(text).map((one) => [path, one]));
  expect(inside.filter(([, literal]) => names.includes(literal as string))).toEqual([]);
});

/** What a file needs before it can run: everything that it imports but types. */
const needed = (path: string, found = new Set<string>()): ReadonlySet<string> => {
  if (found.has(path)) return found;
  found.add(path);
  const text = files.find((file) => file.path === path)?.text ?? '';
  for (const [, names = '', specifier = ''] of text.matchAll(/^(?:import|export) (?!type )([^'"]*?) from '([^']*)';$/gms)) {
    if (
      /^\{/.test(names) &&
      names
        .replaceAll(/[{}\s]/g, ' ')
        .split(',')
        .every((name) => /^\s*(type |$)/.test(name))
    )
      continue;
    if (specifier.startsWith('.')) needed(`${relative(LIB, resolve(LIB, dirname(path), specifier))}.ts`, found);
    else found.add(specifier);
  }
  return found;
};

it('starts without what only one target or one command needs', () => {
  const start = [...needed('main.ts')];
  expect(start).toEqual(expect.arrayContaining(['targets/compose/schema.ts', 'targets/kubernetes/plan/plan.ts', 'valibot', 'commander']));
  const lazy = /^targets\/[^/]+\/(render|rules|base-file|engine|diff)\/|^publish\/|^output\/verify|^(cdk8s|cli-table3|@valibot)/;
  expect(start.filter((path) => lazy.test(path))).toEqual([]);
});

it('imports the types of Kubernetes in one file, because each import copies thousands of names', () => {
  expect(files.filter(({ text }) => text.includes("'cdk8s-plus-28")).map(({ path }) => path)).toEqual(['targets/kubernetes/render/k8s.ts']);
});

it('has no circle of imports', () => {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const finished = new Set<string>();
  const circle = (path: string, below: readonly string[]): readonly string[] => {
    if (below.includes(path)) return [...below.slice(below.indexOf(path)), path];
    if (finished.has(path)) return [];
    const found = (importsOf.get(path) ?? []).map((next) => circle(next, [...below, path])).find((one) => one.length > 0);
    finished.add(path);
    return found ?? [];
  };
  expect(files.map(({ path }) => circle(path, [])).filter((one) => one.length > 0)).toEqual([]);
});

const literals = (text: string): readonly string[] =>
  [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(([literal]) => literal);

it.each([...TARGET_FOLDERS, 'checks', 'output', 'profile', 'plan'])('has no name of a service in %s', (part) => {
  const names = services.flatMap(({ kind, name }) => [`'${kind}'`, `'${name}'`]);
  const inside = files
    .filter(({ path }) => partOf(path) === part)
    .flatMap(({ path, text }) => literals(text).map((literal) => [path, literal]));
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.filter(([, literal]) => names.includes(literal as string))).toEqual([]);
});

it('writes Compose notation in its target alone', () => {
  const notation = /mem_limit|mem_reservation|memswap_limit|pids_limit|cap_drop|security_opt/;
  const outside = files.filter(({ path, text }) => !path.startsWith('targets/compose/') && notation.test(text)).map(({ path }) => path);
  expect(outside).toEqual([]);
});

it('writes the notation in which the kubelet names a variable in its target alone', () => {
  const notation = /\$\([A-Z_]\w*\)/;
  const outside = files.filter(({ path, text }) => !path.startsWith('targets/kubernetes/') && notation.test(text)).map(({ path }) => path);
  expect(outside).toEqual([]);
  expect('--namespaces=$(NAMESPACES)').toMatch(notation);
});

/* A new role then is a workload, a folder of lib/roles and a renderer: nothing else has to be found and extended. */
it('asks for the role of a service nowhere: what depends on it, the role or the renderer of a target says', () => {
  const asking = /\brole [!=]== '|switch \([^)]*\brole\)/;
  expect(files.filter(({ text }) => asking.test(text)).map(({ path }) => path)).toEqual([]);
  expect("sized.role === 'members'").toMatch(asking);
});

it('has a table by role only where docs/architecture.md sends whoever adds one', () => {
  const byRole = /\bin Role\]|(?:Record|Map)<Role\b/;
  const found = files.filter(({ text }) => byRole.test(text)).map(({ path }) => path);
  expect(found.sort()).toEqual(['roles/role.ts', 'roles/roles.ts', 'targets/compose/roles.ts', 'targets/kubernetes/render/roles.ts']);
  for (const path of found) expect(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')).toContain(`lib/${path}`);
});

/** Every file of lib/ that is read as a text: source, scripts and configuration. */
const texts = readdirSync(LIB, { recursive: true, encoding: 'utf8', withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => ({ path: relative(LIB, join(parentPath, name)), text: readFileSync(join(parentPath, name), 'utf8') }));

/** Words of one application and of single services. The program's own name is `faultmaven-infra`. */
const FOREIGN =
  /faultmaven(?!-infra)|\bfm[_-]|postgres|redis|sentinel|patroni|chroma|quorum|maxmemory|\b(?:uvicorn|sqlalchemy|asyncpg|aiosqlite|fastapi|huggingface|openai|anthropic)\b|PGUSER|DATABASE_URL/gi;

/** What may say them: what they belong to, and what starts the program with one application. */
const AT_HOME = /^(faultmaven|data)\/|^start\.ts$/;

it('has no word of an application or of one service in what serves them all', () => {
  expect(found(FOREIGN, (path) => !AT_HOME.test(path))).toEqual([]);
});

it('has no word of the programs of a target in what knows no target', () => {
  expect(found(/docker[ -]compose|docker engine|\bkubectl\b/gi, (path) => !TARGET_FOLDERS.includes(partOf(path)))).toEqual([]);
});

it('has no second word for what is exposed, for a task and for a proxy', () => {
  expect(found(/entrance|\bchores?\b|\bfronts\b/gi, () => true)).toEqual([]);
});

/**
 * Words of FaultMaven's own services. Words that also mean something else, as in `case $answer in`, are forbidden only where they name a
 * service. `--workers` is an argument of uvicorn, `shutdown-sessions` one of HAProxy.
 */
const FAULTMAVENS =
  /faultmaven(?!-infra)|\bfm[_-]|celery|\bbeat\b|(?<!--)\bworkers?\b|(?<!shutdown-)\bsessions\b|\b(?:accounts|agent|dashboard|gateway|queues?|language models?)\b|\b(?:auth|session|case|evidence)[ -]service|\bknowledge (?:base|locks)\b/gi;

it('has no word of FaultMaven in what any application may take', () => {
  expect(found(FAULTMAVENS, (path) => path.startsWith('data/'))).toEqual([]);
});

it.each([
  "Gives the worker's queue",
  './faultmaven wrapper',
  'the job worker puts it',
  'It holds accounts:',
  'the client that knowledge locks',
])('takes %p for a word of FaultMaven', (text) => {
  expect(text).toMatch(new RegExp(FAULTMAVENS.source, 'i'));
});

/** Each place of a word in the files with such a path. */
function found(words: RegExp, isMeant: (path: string) => boolean): readonly string[] {
  return texts
    .filter(({ path }) => isMeant(path))
    .flatMap(({ path, text }) => [...text.matchAll(words)].map(([word]) => `${path}: ${word}`));
}

it('gives no two types of the tests one name', () => {
  const names = ['e2e', 'support'].flatMap((folder) =>
    readdirSync(join(ROOT, 'test', folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...readFileSync(join(ROOT, 'test', folder, path), 'utf8').matchAll(EXPORTED_TYPE)].map(([, name]) => name)),
  );
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

const EXPORTED_TYPE = /^export (?:abstract )?(?:class|interface|type|enum) (\w+)/gm;

/** Tests of what serves any application, by their path below test/. Those of FaultMaven's own truths are in test/faultmaven. */
const TESTS = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.test.ts') && !/^(faultmaven|e2e)\//.test(path) && path !== 'architecture.test.ts',
);

/** Tests that look at FaultMaven although they are not in its folder, with the reason. */
const LOOK_AT_FAULTMAVEN: Readonly<Record<string, string>> = {
  'snapshot.test.ts': 'locks dist/, which is what FaultMaven becomes',
  'readme.test.ts': 'types the documents, which are about FaultMaven',
  'examples.test.ts': 'compares the examples with what they take',
  'npm.test.ts': 'is the program as people call it, with the profiles that it is shipped with',
  'package.test.ts': 'looks into the package that is published, which holds those profiles',
  'renovate.test.ts': 'compares the builds in the shipped profiles with what looks for newer ones',
  'scripts/delivery.test.ts': 'runs scripts that start the program, which is for FaultMaven',
  'scripts/synth.test.ts': 'runs the script that starts the program, which is for FaultMaven',
  'failover.test.ts': 'compares what is said of a loss with the last measurement',
  'fixture/shop.test.ts': 'names words of FaultMaven, which the shop must not have',
  'commands/schema.test.ts': 'compares with the schema that is committed',
  'commands/update.test.ts': 'writes what is committed',
  'checks/finding-code.test.ts': 'looks up the codes of every part of the program, in the only application that has all',
  'profile/json-schema.test.ts': 'compiles the schema that is committed',
  'profile/no-password-told.test.ts': 'lays a password at each place of the profiles that are shipped',
  'profile/mutations.test.ts': 'changes at random the profiles that are shipped',
  'output/changes.test.ts': 'reads what an earlier release wrote, with the names that its profiles had',
  'publish/repository.test.ts': 'names files as they are published',
};

/** Its services but those of the data tier, which any application may have. */
const OWN = services.filter((service) => !(service instanceof Redis || service instanceof ChromaDb));

/** What loads FaultMaven or a shipped profile, or names a service of its own. */
const OF_FAULTMAVEN = new RegExp(
  [
    'lib/faultmaven/',
    String.raw`\b(?:clusterPlan|clusterPlanOf|laptopPlan|planFrom|fmsynth)\(`,
    String.raw`\b(?:CLUSTER_PROFILES|EVERY_SIZE)\b`,
    String.raw`import \{[^}]*\b(?:services|shapes)\b[^}]*\} from '[./]*support/plans'`,
    String.raw`\b(?:${OWN.map(({ name }) => name).join('|')})\b`,
    String.raw`\bservices(?:\.|: \{ )(?:${OWN.map(({ kind }) => kind).join('|')})\b`,
    `\\b(?:${shippedProfiles({ root: ROOT })
      .filter((name) => !shippedProfiles({ root: FIXTURE }).includes(name))
      .join('|')})\\b`,
  ].join('|'),
);

it('tests on FaultMaven only what is true of FaultMaven', () => {
  const found = TESTS.filter((path) => OF_FAULTMAVEN.test(readFileSync(join(ROOT, 'test', path), 'utf8')));
  expect(found.sort()).toEqual(Object.keys(LOOK_AT_FAULTMAVEN).sort());
});

it.each([
  "import { faultmaven } from '../lib/faultmaven/application'",
  "clusterPlan('cluster', [])",
  "fmsynth(['list'])",
  "import { HEAD, services } from './support/plans'",
  'fm-agent-service',
  'services: { case: { memory: x } }',
  'services.job-worker.cpu',
  'laptop-8gb',
])('knows a test on FaultMaven by %j', (text) => {
  expect(text).toMatch(OF_FAULTMAVEN);
});
