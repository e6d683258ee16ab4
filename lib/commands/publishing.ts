import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { version } from '../../package.json';
import { isRemote, outputPath } from '../local-path';
import { InputError, type Problem, UsageError } from '../problem';
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

/** Where one artifact goes. */
type Destination =
  | { readonly kind: 'registry'; readonly repository: Repository }
  | { readonly kind: 'folder'; readonly folder: string; readonly shown: string };

/** Makes the artifacts of all profiles first, and pushes or writes them then; a line on stdout for each. */
export async function publish(options: PublishOptions & { readonly to: string }, context: Context): Promise<void> {
  const { out, err } = context.terminal;
  const isPushed = options.to.startsWith(SCHEME);
  if (!isPushed) refuseForFolder(options);
  // Before any profile is looked at: what stands there may be a password.
  const destinationOf = destinations(options, context);
  const profiles = options.profile === undefined ? profilesOf(options.all ?? true, context) : [options.profile];
  const artifacts: { readonly artifact: Artifact; readonly to: Destination }[] = [];
  const problems: Problem[] = [];
  for (const profile of profiles) {
    try {
      const artifact = await artifactFor(profile, context);
      artifacts.push({ artifact, to: destinationOf(artifact.profile) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);

  if (options.dryRun) {
    for (const { artifact, to } of artifacts) {
      out(`${line(artifact, to)}\n`);
      for (const [name, value] of Object.entries(artifact.annotations)) err(`  ${inMessage(`${name}: ${value}`)}\n`);
    }
    err('nothing was published: --dry-run\n');
    return;
  }
  const how = isPushed ? await pushing(options, parseRepository('--to', options.to), context) : undefined;
  for (const { artifact, to } of artifacts) {
    try {
      const done = to.kind === 'folder' ? placeLayout(to.folder, artifact) : await pushOne(artifact, to.repository, how);
      out(`${line(artifact, to)}\n`);
      err(`${inMessage(artifact.profile)}: ${done === 'there' ? 'was there already, nothing was done' : done}\n`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
}

function destinations({ all, to }: PublishOptions & { readonly to: string }, context: Context): (profile: string) => Destination {
  if (to.startsWith(SCHEME)) {
    const repository = parseRepository('--to', to);
    return (profile) => ({ kind: 'registry', repository: all ? below(repository, profile) : repository });
  }
  if (isRemote(to)) throw new InputError([{ message: `--to: expected ${SCHEME}HOST/NAME or a folder, got another URL` }]);
  const whole = outputPath('--to', to, context);
  return (profile) => {
    const folder = all ? join(whole, profile) : whole;
    return { kind: 'folder', folder, shown: relative(context.cwd, folder) || '.' };
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

/** The artifact as it is named after it is published. */
const line = ({ tag, digest }: Artifact, to: Destination): string =>
  inMessage(to.kind === 'registry' ? `${addressOf(to.repository)}:${tag}@${digest}` : `${to.shown}:${tag}@${digest}`);

async function pushOne(artifact: Artifact, repository: Repository, how: Push | undefined): Promise<'pushed' | 'there'> {
  if (how === undefined) throw new RangeError('nothing pushes');
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
