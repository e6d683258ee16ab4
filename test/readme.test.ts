import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { shippedProfiles } from '../lib/commands/profiles';
import { faultmaven } from '../lib/faultmaven/application';
import { lineOf } from '../lib/targets/compose/deployment';
import { fmsynth, ROOT } from './support/cli';
import { anchorsOf, type Block, blocksOf, linksOf, pathsIn, proseOf } from './support/markdown';
import { complaintsAbout, DOCUMENTS, Reader } from './support/reader';

/** What makes the published wrapper load the override. */
const LINE = lineOf(faultmaven.published?.wrapper ?? { file: '', variable: '' });

/** Everything that stands in a block has to be what it says it is: nobody can look up what an unknown word means. */
const LANGUAGES = ['sh', 'yaml', 'text', 'dotenv'];

let runbooks: Reader | undefined;

let first: { readonly reader: Reader; readonly complaints: readonly string[] } | undefined;

/** Who has read README.md, from nothing but a clone of this project. */
function readmeRead(): NonNullable<typeof first> {
  const reader = first?.reader ?? new Reader({ deployed: false });
  first ??= { reader, complaints: complaintsAbout('README.md', reader) };
  return first;
}

/** Who reads a document: one and the same for all runbooks, which go on from one clone and leave it as it was. */
function readerOf(document: string): Reader {
  if (!document.startsWith('docs/runbooks/')) return new Reader();
  runbooks ??= new Reader();
  return runbooks;
}

/** The files that a document links to. */
const targetsOf = (document: string): readonly string[] =>
  linksOf(document).map((link) => join(dirname(document), link.split('#')[0] ?? ''));

/** Columns of a line, as in the source. */
const WIDTH = 140;

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

describe.each(DOCUMENTS)('%s', (document) => {
  const blocks = blocksOf(document);

  it('says of each block what it is', () => {
    const namesItsProfile = ({ marks }: Block): boolean => !marks.includes('part') || (marks[0] === 'part' && marks.length === 2);
    const known = (block: Block): boolean => LANGUAGES.includes(block.language) && namesItsProfile(block);
    expect(blocks.filter((block) => !known(block)).map(({ at }) => at)).toEqual([]);
  });

  it('has commands that run and profiles that work as printed, in a clone of this project', () => {
    if (document === 'README.md') expect(readmeRead().complaints).toEqual([]);
    else expect(blocks.length === 0 ? [] : complaintsAbout(document, readerOf(document))).toEqual([]);
  });

  it('has YAML that loads as pasted', () => {
    for (const { at, text } of blocks.filter(({ language }) => language === 'yaml'))
      expect([at, typeof parse(text)]).toEqual([at, 'object']);
  });

  it('gives the line of .env that the wrapper needs', () => {
    for (const { at, text } of blocks.filter(({ language }) => language === 'dotenv')) expect([at, text]).toEqual([at, `${LINE}\n`]);
  });

  it('names files of the project that are there', () => {
    expect(pathsIn(document).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('has no line of prose that is wider than its source', () => {
    expect(proseOf(document).filter((line) => line.length > WIDTH && !line.startsWith('|'))).toEqual([]);
  });

  it('links to what is there', () => {
    const broken = linksOf(document).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? document : join(dirname(document), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

it('leads from README.md to every document', () => {
  const found = new Set<string>();
  const follow = (document: string): void => {
    if (found.has(document)) return;
    found.add(document);
    for (const target of targetsOf(document)) if (DOCUMENTS.includes(target)) follow(target);
  };
  follow('README.md');
  const ofTheRepository = ['CONTRIBUTING.md'];
  expect(DOCUMENTS.filter((document) => !found.has(document))).toEqual(ofTheRepository);
});

it('has a README.md that is read in ten minutes', () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  expect(text).not.toMatch(/<details/);
});

it('has commands in docs/laptop.md that go on where README.md ends', () => {
  const { reader, complaints } = readmeRead();
  expect([...complaints, ...complaintsAbout('docs/laptop.md', reader)]).toEqual([]);
});

describe('what the package ships', () => {
  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly files: readonly string[] };
  const isShipped = (path: string): boolean => files.some((file) => path === file || path.startsWith(`${file}/`));

  it.each([...DOCUMENTS, 'CHANGELOG.md'].filter(isShipped))('%s links to nothing else', (document) => {
    expect(targetsOf(document).filter((target) => target !== dirname(document) && !isShipped(target))).toEqual([]);
  });
});

it('has a reason for every package that the project takes', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly devDependencies: object };
  const reasons = readFileSync(join(ROOT, 'docs/decisions/few-exact-dependencies.md'), 'utf8');
  const named = Object.keys(devDependencies).map((name) => (name.startsWith('@types/') ? '@types/*' : name));
  expect(named.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
});

it('has every document that the program sends its users to', () => {
  const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const cited = sources.flatMap((path) => readFileSync(join(ROOT, 'lib', path), 'utf8').match(/docs\/[\w/-]+\.md/g) ?? []);
  expect(cited).not.toEqual([]);
  expect(cited.filter((path) => !DOCUMENTS.includes(path))).toEqual([]);
});

describe('a reader', () => {
  const reader = new Reader();

  it.each([
    'docker compose up --nope',
    'docker compose upp',
    'docker compose cp fm-evidence-service:/app/data/uploads/.',
    'docker stat',
    'docker inspect --nope fm-agent-service',
    'kubectl apply --nope -k dist/cluster',
    'kubectl aply -k dist/cluster',
    'kubectl create secrets generic redis',
    'kubectl get pods --selector',
    'git clone --nope https://github.com/FaultMaven/faultmaven-deploy ../faultmaven-deploy',
    'git clon https://github.com/FaultMaven/faultmaven-deploy ../faultmaven-deploy',
    'npm ci --nope',
    'npm run synt',
  ])('is refused what the real program refuses: %s', (text) => {
    expect(reader.type({ text: `cd ../faultmaven-deploy && ${text.replaceAll(/dist/g, '../faultmaven-infra/dist')}` }).code).toBe(1);
  });

  it('types everything into one shell', () => {
    const one = new Reader();
    one.type({ text: 'cd ../faultmaven-deploy' });
    one.type({ text: 'false' });
    expect(one.type({ text: 'basename "$PWD"' }).shown).toBe('faultmaven-deploy\n');
  });
});

describe('the tables of README.md', () => {
  it('have a row for each shipped profile', () => {
    const rows = [...README.matchAll(/^\| `((?:laptop|cluster)[^` ]*)` \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(shippedProfiles({ root: ROOT }));
  });

  it('name every command', async () => {
    const { stdout } = await fmsynth(['--help']);
    for (const [, command] of stdout.matchAll(/^ {2}([a-z]+) \[options\]/gm))
      expect(README).toMatch(new RegExp(`^\\| \`${command}\``, 'm'));
  });
});

describe('the examples of --help', () => {
  const reader = new Reader();
  /** Whose exit code says something about the profile. */
  const FAILING = /--strict/;

  it.each(['', 'synth', 'check', 'plan', 'list', 'schema', 'verify', 'publish'])('run as printed in a clone: %j', async (command) => {
    const examplesIn = async (env: NodeJS.ProcessEnv): Promise<string> => {
      const { stdout } = await fmsynth([...command.split(' ').filter((word) => word !== ''), '--help'], { env });
      return /^Examples:\n((?: {2}.*\n?)+)/m.exec(stdout)?.[1]?.trim() ?? '';
    };
    const examples = await examplesIn({ npm_lifecycle_event: 'synth' });
    expect(examples).toContain('npm run synth -- ');
    // The program is the same however it is started.
    expect(await examplesIn({})).toBe(examples.replaceAll('npm run synth --', 'fmsynth'));
    for (const example of examples.replaceAll(/\|\n/g, '| ').split('\n')) {
      const { code, shown } = reader.type({
        text: `rm -rf ../faultmaven-deploy/*.override.yml ../faultmaven-deploy/.fault*; ${example.replaceAll('DIR/', '../faultmaven-deploy/')}`,
      });
      expect([example, FAILING.test(example) ? 0 : code, shown]).toEqual([example, 0, shown]);
    }
  });
});
