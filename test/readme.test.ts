import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { COMPOSE_FILES_LINE } from '../lib/output/deployment';
import { fmsynth, ROOT } from './support/cli';
import { anchorsOf, type Block, blocksOf, linksOf } from './support/markdown';
import { DOCUMENTS, Reader } from './support/reader';

/** Everything that stands in a block has to be what it says it is: nobody can look up what an unknown word means. */
const LANGUAGES = ['sh', 'yaml', 'text', 'dotenv'];

const isProfile = ({ language, marks, text }: Block): boolean => language === 'yaml' && !marks.includes('part') && 'extends' in parse(text);

/** What goes wrong when somebody types all blocks of a document, one after the other. */
function complaintsAbout(document: string): readonly string[] {
  const reader = new Reader({ deployed: document !== 'README.md' });
  let shown = '';
  const blocks = blocksOf(document);
  if (!blocks.some(isProfile)) {
    reader.save('extends: ./profiles/cluster.yaml\n');
    reader.type({ text: 'npm run synth -- --profile ./mine.yaml --quiet\n' });
  }
  return blocks.flatMap((block) => {
    if (isProfile(block)) return refusalOf(reader, block);
    if (block.language === 'text') return block.marks.includes('example') ? [] : missingIn(shown, block);
    if (block.language !== 'sh') return [];
    if (block.marks.includes('pod')) return wrongSyntax(reader, block);
    const { code, shown: now } = reader.type(block);
    shown = now;
    return (code === 0) === block.marks.includes('fails') ? [`${block.at}: ended with ${code}: ${now.trim()}`] : [];
  });
}

/** A profile is saved as the document says, and has nothing that stops it. */
function refusalOf(reader: Reader, { at, text }: Block): readonly string[] {
  reader.save(text);
  const { code, shown } = reader.type({ text: 'npm run synth -- check --profile ./mine.yaml' });
  return code === 0 ? [] : [`${at}: check ended with ${code}: ${shown.trim()}`];
}

const missingIn = (shown: string, { at, text }: Block): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !shown.includes(line))
    .map((line) => `${at}: nothing printed "${line}"`);

/** What is typed inside a container: its programs are there alone. */
function wrongSyntax(reader: Reader, { at, text }: Block): readonly string[] {
  const { code, shown } = reader.type({ text: `bash -n <<'END'\n${text}END\n` });
  return code === 0 ? [] : [`${at}: ${shown.trim()}`];
}

describe.each(DOCUMENTS)('%s', (document) => {
  const blocks = blocksOf(document);

  it('says of each block what it is', () => {
    expect(blocks.filter(({ language }) => !LANGUAGES.includes(language)).map(({ at }) => at)).toEqual([]);
  });

  it('has commands that run and profiles that work as printed, in a clone of this project', () => {
    expect(complaintsAbout(document)).toEqual([]);
  });

  it('has YAML that loads as pasted', () => {
    for (const { at, text } of blocks.filter(({ language }) => language === 'yaml'))
      expect([at, typeof parse(text)]).toEqual([at, 'object']);
  });

  it('shows parts of what is generated as they are', () => {
    for (const { at, text } of blocks.filter(({ language, marks }) => language === 'yaml' && marks.includes('part'))) {
      const generated = parse(readFileSync(join(ROOT, 'dist/laptop/docker-compose.override.yml'), 'utf8'));
      expect([at, generated]).toEqual([at, expect.objectContaining({ services: expect.objectContaining(parse(text).services) })]);
    }
  });

  it('gives the line of .env that the wrapper needs', () => {
    for (const { at, text } of blocks.filter(({ language }) => language === 'dotenv'))
      expect([at, text]).toEqual([at, `${COMPOSE_FILES_LINE}\n`]);
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

describe('the tables of README.md', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `(laptop[^`]*)` \|[^|]*\| ([\d.]+) GiB \| ([\d.]+) GiB of (\d+)/gm)];

  it('has a row for each profile of a laptop', () => {
    expect(rows.map(([, name]) => name).sort()).toEqual(['laptop', 'laptop-16gb', 'laptop-8gb']);
  });

  it.each(rows.map(([, name, caps, left, memory]) => [name, caps, left, memory] as const))(
    'says of %s what it is',
    async (name, ...told) => {
      const { stdout } = await fmsynth(['plan', '--profile', name as string, '--format', 'json']);
      const { total, left, machine } = JSON.parse(stdout);
      const measured = [total.limitMiB, left.atCapsMiB, machine.memoryMiB].map((mebibytes) => mebibytes / 1024);
      expect(told.map((gibibytes, index) => Math.abs(Number(gibibytes) - (measured[index] ?? 0)) < 0.05)).toEqual([true, true, true]);
    },
  );

  it('names every command and every exit code', async () => {
    const { stdout } = await fmsynth(['--help']);
    for (const [, command] of stdout.matchAll(/^ {2}([a-z]+) \[options\]/gm))
      expect(readme).toMatch(new RegExp(`^\\| \`${command}\``, 'm'));
    const codes = [...stdout.matchAll(/^ {2}(\d+) +(\S.*)$/gm)].map(([, code, meaning]) => [code, meaning]);
    const told = [...readme.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code, meaning]) => [code, meaning?.replaceAll('`', '')]);
    expect(told).toEqual(codes);
  });
});
