import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Finding } from '../../lib/checks/finding';
import { isBackup } from '../../lib/output/write';
import { ROOT } from './cli';
import { type Block, blocksOf } from './markdown';
import { COMPLETED } from './published';
import { scratch } from './scratch';

/** What was typed, and what came of it. */
export interface Typed {
  readonly code: number | null;
  /** What stood on the screen. */
  readonly shown: string;
}

const COMMANDS = ['docker', 'git', 'kubectl', 'npm', 'npx', 'fmsynth', 'openssl', 'rclone'] as const;

export interface Desk {
  /** Whether FaultMaven's deployment was cloned before. @default true */
  readonly deployed?: boolean;
  /** Commands that are not stood in for. @default - none */
  readonly real?: readonly (typeof COMMANDS)[number][];
  /** @default - the published one, with what is not published yet */
  readonly composeFile?: string;
  /** @default - nothing besides what a stand-in needs */
  readonly env?: NodeJS.ProcessEnv;
}

/** Somebody who reads a document in a clone of this project and types what it says. */
export class Reader {
  /** Where the first command is typed. */
  readonly clone: string;
  private readonly env: NodeJS.ProcessEnv;
  /** The folder that the shell is in. */
  private at: string;
  private saved?: string;
  /** Whether everything is in its place: many documents have nothing to type. */
  private ready = false;

  constructor(private readonly desk: Desk = {}) {
    const { env = {} } = desk;
    const folder = scratch();
    this.clone = join(folder, 'faultmaven-infra');
    this.at = this.clone;
    this.env = {
      HOME: process.env.HOME,
      CLONE: this.clone,
      DEPLOYMENT: join(folder, 'faultmaven-deploy'),
      REMOTE: join(folder, 'remote'),
      MADE: join(folder, 'made'),
      ...env,
      PATH: [join(folder, 'bin'), dirname(process.execPath), env.PATH ?? process.env.PATH].join(':'),
    };
  }

  private settle(): void {
    if (this.ready) return;
    this.ready = true;
    const { deployed = true, real = [], composeFile } = this.desk;
    const at = (...path: readonly string[]): string => join(this.clone, '..', ...path);
    if (real.includes('npm')) cloneProject(this.clone);
    else copyProgram(this.clone);
    for (const own of ['tls.crt', 'tls.key']) writeFileSync(join(this.clone, own), '');
    for (const folder of deployed ? ['remote/faultmaven-deploy', 'faultmaven-deploy'] : ['remote/faultmaven-deploy'])
      writeIn(at(folder), composeFile === undefined ? COMPLETED : readFileSync(composeFile, 'utf8'));
    mkdirSync(at('bin'));
    for (const command of COMMANDS.filter((one) => !real.includes(one))) {
      writeFileSync(at('bin', command), `#!/bin/sh\nexec '${process.execPath}' '${STAND_INS}' ${command} "$@"\n`);
      chmodSync(at('bin', command), 0o755);
    }
  }

  /** Makes a real repository of the deployment, and lets git find it where the document says that it is. */
  publish(): void {
    const remote = this.env.REMOTE as string;
    const git = 'git -c user.name=x -c user.email=x';
    this.type({ text: `(cd ${remote}/faultmaven-deploy && git init --quiet && git add . && ${git} commit --quiet --message x)` });
    Object.assign(this.env, {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${remote}/.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://github.com/FaultMaven/',
    });
  }

  /** Saves a profile as the document says. */
  save(text: string): void {
    this.settle();
    this.saved = text;
    writeFileSync(join(this.clone, 'mine.yaml'), text);
  }

  /** Has a cluster's profile synthesized, for a document that goes on from one. */
  prepare(): void {
    if (this.saved === PLAIN) return;
    this.save(PLAIN);
    this.type({ text: 'npm run synth -- --profile ./mine.yaml --quiet\n' });
  }

  /** Types a block into the reader's one shell: it is in the folder where the block before left it. */
  type({ text }: Pick<Block, 'text'>): Typed {
    this.settle();
    const { status, output } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', `trap 'pwd >&3' EXIT\n${text}`], {
      cwd: this.at,
      env: this.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const [, stdout = '', stderr = '', folder = ''] = output;
    this.at = folder?.trim() || this.at;
    return { code: status, shown: `${stdout}${stderr}` };
  }
}

function writeIn(folder: string, base: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'docker-compose.yml'), base);
}

const PLAIN = 'extends: cluster\n';

const STAND_INS = join(ROOT, 'test/support/stand-in/commands.mjs');

let built = false;

/** What of the project a user needs: the program itself, built from the current source, and what it reads. */
function copyProgram(clone: string): void {
  if (!built) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  built = true;
  const program = readdirSync(join(ROOT, 'build')).filter((name) => /^(fmsynth|program-\w+)\.js(\.cache)?$/.test(name));
  for (const path of ['package.json', '.gitignore', 'profiles', 'dist', 'docs', ...program.map((name) => `build/${name}`)])
    cpSync(join(ROOT, path), join(clone, path), { recursive: true, filter: (from) => !isBackup(from) });
}

/** The whole project as its repository has it, with what is not committed yet. */
function cloneProject(clone: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  for (const file of files.split('\0').filter((one) => one !== '' && existsSync(join(ROOT, one))))
    cpSync(join(ROOT, file), join(clone, file));
}

/** Documents that a user reads. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
];

const isProfile = ({ language, marks, text }: Block): boolean => language === 'yaml' && !marks.includes('part') && 'extends' in parse(text);

/** What is typed on the reader's own computer. */
const isTyped = ({ language, marks }: Block): boolean => language === 'sh' && !marks.includes('pod');

/** What goes wrong when a reader types all blocks of a document, one after the other. */
export function complaintsAbout(document: string, reader: Reader): readonly string[] {
  let shown = '';
  const blocks = blocksOf(document);
  if (blocks.some(isTyped) && !blocks.some(isProfile)) reader.prepare();
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

/** A profile is saved as the document says, has nothing that stops it, cannot freeze the machine, and accepts what is there to accept. */
function refusalOf(reader: Reader, { at, text }: Block): readonly string[] {
  reader.save(text);
  const { code, shown } = reader.type({ text: 'npm run --silent synth -- check --profile ./mine.yaml --format json' });
  if (code !== 0) return [`${at}: check ended with ${code}: ${shown.trim()}`];
  return (JSON.parse(shown).findings as readonly Finding[])
    .filter(({ code: one, accepted }) => ['accepts-nothing', 'caps-exceed-machine'].includes(one) && accepted === undefined)
    .map(({ code: one, message }) => `${at}: ${one}: ${message}`);
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
