import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Finding, open } from '../../checks/finding';
import { isRemote, refuseUrl } from '../../local-path';
import type { Application } from '../../model/application';
import { nearest } from '../../nearest';
import { InputError } from '../../problem';
import type { Session } from '../../session';
import { counted, quoted, withoutSecrets } from '../../text';
import { readTextFile } from '../../text-file';
import type { Compared, Selected } from '../target';
import type { Comparison } from './base-file/compare';
import { hasVariable } from './base-file/node';
import type { BaseFinding } from './base-file/rules/codes';
import { MOST_BYTES_OF_VARIABLES } from './deployment';
import { BASE_NAMES, OVERRIDE, OVERRIDE_NAMES } from './names';
import type { ComposePlan } from './plan/plan';

/**
 * Compares a plan with the base file that the user names, or pipes in as `-`.
 *
 * @throws InputError if it is a URL, if there is nothing to read, or no Compose file
 */
export async function againstBase(selected: SelectedPlan, base: string, session: Session): Promise<Compared> {
  refuseUrl('--base', base, 'a file');
  const command = resolvingCommand([base === '-' ? BASE_NAMES[2] : base], selected, session);
  const { readBaseFile, readStandardInput } = await import('./base-file/read');
  const comparison =
    base === '-'
      ? await compared(selected.plan, readStandardInput(command), 'stdin', command)
      : await compared(selected.plan, readBaseFile(resolve(session.cwd, base), `--base ${base}`), base, command);
  return { findings: comparison.findings, agreement: (findings) => agreement(comparison, findings) };
}

type SelectedPlan = Selected<ComposePlan>;

async function compared(plan: ComposePlan, bytes: Uint8Array, name: string, command: string): Promise<Comparison> {
  const { textOfBase } = await import('./base-file/text');
  const { parseBaseFile } = await import('./base-file/parse');
  const { compareWithBase } = await import('./base-file/compare');
  return compareWithBase(plan, parseBaseFile(textOfBase(bytes, name), name), command);
}

/**
 * The command that compares a plan with everything that Compose makes of the base files.
 *
 * @param files none: those that Compose takes by itself
 */
const resolvingCommand = (files: readonly string[], { selection }: SelectedPlan, { program }: Session): string =>
  [
    ["docker compose --profile '*'", ...files.map((file) => `-f ${quoted(file)}`), 'config --format json'].join(' '),
    `${program.replace(/^npm run /, 'npm run --silent ')} check ${selection} --base -`,
  ].join(' | ');

/** The closing line of a comparison: that no finding is open, and what was not compared. */
function agreement({ findings: found, services, unread, inactive }: Comparison, findings: readonly Finding[]): string {
  const codes = new Set<string>(found.map(({ code }) => code));
  const agrees = open(findings).every(({ code }) => !codes.has(code));
  return [
    ...(agrees ? [`base agrees: ${counted(services, 'service')}`] : []),
    ...(unread.length > 0 ? [`not compared, because a variable or what is not shown decides it: ${listed(unread)}`] : []),
    ...(inactive.length > 0 ? [`compared as if it ran, which needs one of its profiles: ${listed(inactive)}`] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const MOST_NAMES = 12;

const listed = (names: readonly string[]): string =>
  names.length <= MOST_NAMES ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;

/**
 * The findings about the folder that a laptop's override is written to: those of the base file there, that there is none, or that Compose
 * loads other files.
 *
 * @throws InputError if the folder is not there but one of almost the same name, which has a base file; or if the base file is none
 */
export async function againstFolder(selected: SelectedPlan, folder: string, session: Session): Promise<readonly BaseFinding[]> {
  const { plan } = selected;
  const shown = relative(session.cwd, folder) || '.';
  refuseTypingError(folder, shown);
  const found = filesIn(folder, session);
  if ('variable' in found) return [undecided(found.variable)];
  const { files, loaded, remote } = found;
  if (remote) return [fromElsewhere(resolvingCommand([], selected, session))];
  const [base, ...more] = files;
  const unloaded = loaded ? [] : [notLoaded(folder, shown)];
  if (base === undefined) return [withoutBase(folder, shown, plan.application)];
  const names = files.map((file) => (isAbsolute(file) ? file : join(shown, file)));
  const [name = base] = names;
  if (more.length > 0) {
    const command = resolvingCommand(names, selected, session);
    const message = `COMPOSE_FILE names several base files (${files.join(', ')}), which are not resolved here; Compose resolves them: ${command}`;
    return [...unloaded, unresolved(message)];
  }
  const { readBaseFile } = await import('./base-file/read');
  const bytes = readBaseFile(resolve(folder, base), name);
  const { findings } = await compared(plan, bytes, name, resolvingCommand([name], selected, session));
  return [...unloaded, ...findings];
}

const unresolved = (message: string): BaseFinding => ({ code: 'base-unresolved', severity: 'warning', subject: 'base file', message });

const undecided = (setting: string): BaseFinding =>
  unresolved(
    `COMPOSE_FILE is ${withoutSecrets(setting)}, which has a variable: which files Compose loads is not known here, and nothing is compared; check --base takes the base file`,
  );

/** The value is not repeated, because it may hold a password. */
const fromElsewhere = (command: string): BaseFinding =>
  unresolved(`COMPOSE_FILE names a URL, from which nothing is fetched here; in that folder, Compose shows what it makes of it: ${command}`);

const withoutBase = (folder: string, shown: string, { title }: Application): BaseFinding => ({
  code: 'base-file-missing',
  severity: 'warning',
  subject: 'output',
  message: `${shown} ${existsSync(folder) ? 'has no base file' : 'was not there, and has no base file'} (${BASE_NAMES[2]}): Compose loads the override only beside one; --output takes the folder of ${title}'s`,
});

function notLoaded(folder: string, shown: string): BaseFinding {
  const first = OVERRIDE_NAMES.find((name) => existsSync(join(folder, name)));
  const instead = first === undefined || first === OVERRIDE ? 'COMPOSE_FILE does not name it' : `Compose loads ${first} instead`;
  return {
    code: 'override-not-loaded',
    severity: 'warning',
    subject: 'output',
    message: `${join(shown, OVERRIDE)} is not loaded by docker compose: ${instead}; so nothing is capped`,
  };
}

/** What Compose loads in a folder. */
interface Loaded {
  /** The base files. */
  readonly files: readonly string[];
  /** The override too. */
  readonly loaded: boolean;
  /** There is the address of another machine among them. */
  readonly remote: boolean;
}

/** Which base files Compose loads in a folder, and whether it loads the override too; or a value of `COMPOSE_FILE` that has a variable. */
function filesIn(folder: string, { env }: Session): Loaded | { readonly variable: string } {
  const read = (name: string): string | undefined => env[name] || settingIn(folder, env, name);
  const setting = read('COMPOSE_FILE');
  if (setting) {
    if (!env.COMPOSE_FILE && hasVariable(setting)) return { variable: setting };
    const named = setting.split(read('COMPOSE_PATH_SEPARATOR') || ':').filter((file) => file !== '');
    const isOurs = (file: string): boolean => resolve(folder, file) === join(folder, OVERRIDE);
    return { files: named.filter((file) => !isOurs(file)), loaded: named.some(isOurs), remote: isRemote(setting) };
  }
  const base = BASE_NAMES.find((name) => existsSync(join(folder, name)));
  const before = OVERRIDE_NAMES.slice(0, OVERRIDE_NAMES.indexOf(OVERRIDE));
  return { files: base === undefined ? [] : [base], loaded: !before.some((name) => existsSync(join(folder, name))), remote: false };
}

/** What the files of variables of a folder set a name to, the last of them first; undefined if none does, or none can be read. */
const settingIn = (folder: string, { COMPOSE_ENV_FILES }: Session['env'], name: string): string | undefined =>
  (COMPOSE_ENV_FILES || '.env')
    .split(',')
    .map((file) => settingOf(resolve(folder, file.trim()), name))
    .findLast((value) => value !== undefined);

function settingOf(file: string, name: string): string | undefined {
  try {
    const line = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*[=:]\\s*(.*)$`);
    const values = readTextFile(file, MOST_BYTES_OF_VARIABLES)
      .split(/\r?\n/)
      .flatMap((text) => line.exec(text)?.[1] ?? []);
    return values
      .at(-1)
      ?.replace(/\s+#.*$/, '')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
  } catch {
    return undefined;
  }
}

/** Refuses a new folder beside one with almost the same name and a base file: the name is misspelt. */
function refuseTypingError(folder: string, shown: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  const guess = nearest(basename(folder), deploymentsIn(parent));
  if (guess === undefined) return;
  const meant = join(dirname(shown), guess);
  throw new InputError([
    { message: `${shown}: there is no such folder: did you mean ${meant}, which has a Compose file? If not, make the folder first` },
  ]);
}

function deploymentsIn(parent: string): readonly string[] {
  try {
    return readdirSync(parent).filter((name) => BASE_NAMES.some((file) => existsSync(join(parent, name, file))));
  } catch {
    return [];
  }
}
