import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { version } from '../../package.json';
import { isRemote, outputPath } from '../local-path';
import { InputError, type Problem, refuse, UsageError } from '../problem';
import { type Artifact, artifactOf } from '../publish/artifact';
import { placeLayout, writeLayout } from '../publish/layout-folder';
import { runProgram, whichOf } from '../publish/program';
import { type Push, push, reasonIn } from '../publish/push';
import { PUSHERS, type Pusher } from '../publish/pushers';
import { addressOf, below, isLoopback, parseRepository, type Repository, SCHEME } from '../publish/repository';
import { revisionOf } from '../publish/revision';
import { inMessage } from '../text';
import type { Context } from './context';
import { planOf } from './plan-options';
import { profilesFolder, profilesOf } from './profiles';
import { writable } from './writable';
import { outputOf } from './writing';

/** The flags of `fmsynth publish`. */
export interface PublishOptions {
  readonly profile?: string;
  /** Every profile in a folder; true for those that are shipped. */
  readonly all?: string | true;
  readonly to?: string;
  readonly with?: string;
  readonly signKey?: string;
  readonly plainHttp?: boolean;
  readonly dryRun?: true;
}

/** The same, with a place for what is published. */
type Options = PublishOptions & { readonly to: string };

/** Where artifacts go. */
interface Place {
  /** What the artifact of a profile is called there, without its tag. @throws InputError if nothing can be called so */
  nameOf(profile: string): string;
  /** What puts an artifact there. @throws InputError if nothing can be put there */
  open(): Promise<(artifact: Artifact) => Promise<'pushed' | 'written' | 'there'>>;
}

/** Makes the artifacts of all profiles first, and pushes or writes them then; a line on stdout for each. */
export async function publish(options: Options, context: Context): Promise<void> {
  const { out, err } = context.terminal;
  // Before any profile is looked at: what stands there may be a password.
  const place = options.to.startsWith(SCHEME) ? inRegistry(options, context) : inFolder(options, context);
  const profiles = options.profile === undefined ? profilesOf(options.all ?? true, context) : [options.profile];
  const made: { readonly artifact: Artifact; readonly line: string }[] = [];
  const problems: Problem[] = [];
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  };
  for (const profile of profiles)
    await attempt(async () => {
      const artifact = await artifactFor(profile, context);
      const { tag, digest } = artifact;
      made.push({ artifact, line: inMessage(`${place.nameOf(artifact.profile)}:${tag}@${digest}`) });
    });
  refuse(problems);

  if (options.dryRun) {
    for (const { artifact, line } of made) {
      out(`${line}\n`);
      for (const [name, value] of Object.entries(artifact.annotations)) err(`  ${inMessage(`${name}: ${value}`)}\n`);
    }
    err('nothing was published: --dry-run\n');
    return;
  }
  const put = await place.open();
  for (const { artifact, line } of made)
    await attempt(async () => {
      const done = await put(artifact);
      out(`${line}\n`);
      err(`${inMessage(artifact.profile)}: ${done === 'there' ? 'was there already, nothing was done' : done}\n`);
    });
  refuse(problems);
}

function inRegistry(options: Options, context: Context): Place {
  const repository = parseRepository('--to', options.to);
  const of = (profile: string): Repository => (options.all ? below(repository, profile) : repository);
  return {
    nameOf: (profile) => addressOf(of(profile)),
    open: async () => {
      const how = await pushing(options, repository, context);
      return (artifact) => pushOne(artifact, of(artifact.profile), how);
    },
  };
}

function inFolder(options: Options, context: Context): Place {
  refuseForFolder(options);
  if (isRemote(options.to)) throw new InputError([{ message: `--to: expected ${SCHEME}HOST/NAME or a folder, got another URL` }]);
  const whole = outputPath('--to', options.to, context);
  const of = (profile: string): string => (options.all ? join(whole, profile) : whole);
  return {
    nameOf: (profile) => relative(context.cwd, of(profile)) || '.',
    open: async () => async (artifact) => placeLayout(of(artifact.profile), artifact),
  };
}

/** @throws UsageError for flags that are about a registry */
function refuseForFolder(options: PublishOptions): void {
  const flags = { '--with': options.with, '--sign-key': options.signKey, '--plain-http': options.plainHttp };
  for (const [flag, given] of Object.entries(flags))
    if (given !== undefined)
      throw new UsageError(`${flag} is about a registry, and --to names a folder: give --to ${SCHEME}HOST/NAME, or leave it out`);
}

/** An artifact of what a profile gives, through the gate that everything goes through that is written. */
async function artifactFor(profile: string, context: Context): Promise<Artifact> {
  const planned = await planOf({ profile, set: [] }, context);
  const findings = await writable(planned, context);
  const [own = '', ...extended] = planned.plan.profile.files;
  // What comes with the program is part of its version, unless it is what is published.
  const theirs = extended.filter((file) => planned.ref.shipped || dirname(file) !== profilesFolder(context));
  const { commit, committed } = await revisionOf([own, ...theirs], context.env);
  const output = await outputOf(planned, findings, context);
  return artifactOf({ output, revision: commit, created: committed, generator: `faultmaven-infra ${version}` });
}

async function pushOne(artifact: Artifact, repository: Repository, how: Push): Promise<'pushed' | 'there'> {
  const layout = mkdtempSync(join(tmpdir(), 'fmsynth-'));
  try {
    writeLayout(layout, artifact);
    return await push(artifact, layout, repository, how);
  } finally {
    rmSync(layout, { recursive: true, force: true });
  }
}

/** @throws InputError if there is nothing to push or to sign with */
async function pushing(options: PublishOptions, repository: Repository, { env, cwd, terminal: { err } }: Context): Promise<Push> {
  const plainHttp = options.plainHttp ?? isLoopback(repository);
  const { pusher, program } = pusherFor(options, repository, plainHttp, env);
  const sign = options.signKey === undefined ? undefined : signing(options.signKey, plainHttp, { env, cwd });
  const { stdout } = await runProgram(program, pusher.version, { env });
  const [, number = 'of an unknown version'] = /(\d+\.\d+\.\d+\S*)/.exec(stdout.toString()) ?? [];
  err(`pushing with ${inMessage(`${program} (${pusher.name} ${number})`)}${plainHttp ? ', over plain HTTP' : ''}\n`);
  return { pusher, program, plainHttp, env, sign };
}

function pusherFor(
  options: PublishOptions,
  repository: Repository,
  plainHttp: boolean,
  env: Context['env'],
): { readonly pusher: Pusher; readonly program: string } {
  const wanted = PUSHERS.filter(({ name }) => options.with === undefined || name === options.with);
  const found = wanted.flatMap((pusher) => {
    const program = whichOf(pusher.name, env);
    return program === undefined ? [] : [{ pusher, program }];
  });
  const [first] = found.filter(({ pusher }) => plainHttp || !pusher.fallsBack(repository));
  if (first !== undefined) return first;
  const names = wanted.map(({ name }) => name).join(', ');
  const message =
    found.length === 0
      ? `there is nothing to push with: expected ${wanted.length === 1 ? names : `one of ${names}`} in PATH`
      : `crane speaks plain HTTP with ${repository.host} if HTTPS does not answer: use oras or skopeo, or give --plain-http if that is meant`;
  throw new InputError([{ message }]);
}

/** @throws InputError if there is no cosign, or no key */
function signing(key: string, plainHttp: boolean, { env, cwd }: Pick<Context, 'env' | 'cwd'>): NonNullable<Push['sign']> {
  const cosign = whichOf('cosign', env);
  if (cosign === undefined) throw new InputError([{ message: '--sign-key: there is nothing to sign with: expected cosign in PATH' }]);
  if (!key.includes('://') && !existsSync(resolve(cwd, key))) throw new InputError([{ message: `--sign-key: ${key}: no such file` }]);
  // Nothing is told to a public log, which would tell everybody what is deployed here and when.
  const args = ['sign', '--yes', '--key', key, '--tlog-upload=false', '--use-signing-config=false'];
  return async (reference) => {
    const ran = await runProgram(cosign, [...args, ...(plainHttp ? ['--allow-http-registry'] : []), reference], { env, cwd, asks: true });
    if (ran.code !== 0) throw new InputError([{ message: `${reference} cannot be signed by cosign, so it gets no tag: ${reasonIn(ran)}` }]);
  };
}
