import { dirname, relative, resolve } from 'node:path';
import { renamedFrom } from '../diff/renamed';
import { findingsChange, isChangedInText, type ProfileChange, type Report } from '../diff/report';
import type { Base, BaseOutput } from '../diff/source';
import { isRemote } from '../local-path';
import type { Output } from '../output/index-file';
import { InputError, type Problem, UsageError } from '../problem';
import { type Target, targetNamed } from '../targets/target';
import { shown } from '../text';
import { checked } from './checked';
import type { Context } from './context';
import { type Planned, type PlanOptions, planOf } from './plan-options';
import { defaultOutput, profilesOf } from './profiles';
import { outputOf } from './writing';

/** The flags of `diff`. */
export interface DiffOptions extends PlanOptions {
  readonly against: string;
  /** Every profile in a folder; true for those that are shipped. */
  readonly all?: string | true;
  readonly format: 'text' | 'markdown' | 'json';
  readonly summary?: boolean;
  readonly unified?: boolean;
  readonly allow: readonly string[];
}

/**
 * What `--against` names.
 *
 * @param single whether it may be the output of one profile
 * @returns undefined for what runs
 * @throws UsageError if it names nothing that can be compared with
 */
async function baseOf(against: string, single: boolean, context: Context): Promise<Base | undefined> {
  const { targets, cwd } = context;
  if (against === 'cluster') return undefined;
  const [, kind, where = ''] = /^(git|dir):(.*)$/s.exec(against) ?? [];
  if (kind === undefined || where === '' || isRemote(where))
    throw new UsageError(`--against: expected git:REF, dir:PATH or cluster, got ${isRemote(against) ? 'a URL' : shown(against)}`);
  const { baseInFolder, baseInGit } = await import('../diff/source');
  if (kind === 'dir') return baseInFolder(resolve(cwd, where), where, targets, single);
  const folder = dirname(defaultOutput('any', context));
  return baseInGit(where, dirname(folder), relative(dirname(folder), folder), targets);
}

/** What the sources generate now for a profile. */
interface Now {
  readonly planned: Planned;
  readonly output: Output;
}

/** @throws InputError with every problem of every profile */
export async function reportOf(options: DiffOptions, allowed: ReadonlySet<string>, context: Context): Promise<Report> {
  const base = await baseOf(options.against, options.all === undefined, context);
  const all = await nowOf(options, context);
  if (base === undefined) return whatRuns(all, allowed, context);

  const before = new Map(all.map(({ output: { profile } }) => [profile, base.read(profile)]));
  const gone = options.all === undefined ? [] : base.profiles().filter((profile) => !before.has(profile));
  const outputs = new Map(gone.flatMap((profile) => entry(profile, base.read(profile))));
  const added = all.filter(({ output }) => before.get(output.profile) === undefined);
  if (options.all === undefined && added.length > 0 && options.against.startsWith('dir:')) throw nothingIn(options.against);
  const was = renamedFrom(
    new Map(added.map(({ output }) => [output.profile, output.files])),
    new Map([...outputs].map(([profile, { files }]) => [profile, files])),
  );

  const changes: ProfileChange[] = [];
  const unaffected: string[] = [];
  for (const now of all) {
    const { profile } = now.output;
    const formerly = was.get(profile);
    const change = await changeOf(now, formerly === undefined ? before.get(profile) : outputs.get(formerly), context);
    if (change === undefined) unaffected.push(profile);
    else changes.push(formerly === undefined ? change : { ...change, formerly });
  }
  for (const [profile, output] of outputs) {
    if ([...was.values()].includes(profile)) continue;
    changes.push(await removal(profile, output, context));
  }
  return { against: base.name, changes, unaffected, allowed };
}

const entry = (profile: string, output: BaseOutput | undefined): readonly (readonly [string, BaseOutput])[] =>
  output === undefined ? [] : [[profile, output]];

const nothingIn = (against: string): InputError =>
  new InputError([
    { message: `--against ${shown(against)}: no output of this program is there: give the folder of one, or the folder above it` },
  ]);

/** Every profile that was asked for, in the order of their names. */
async function nowOf(options: DiffOptions, context: Context): Promise<readonly Now[]> {
  if (options.all === undefined) return [await generated(options, context)];
  const problems: Problem[] = [];
  const all: Now[] = [];
  for (const profile of profilesOf(options.all, context)) {
    try {
      all.push(await generated({ set: [], offline: options.offline, profile }, context));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return all;
}

async function generated(options: PlanOptions, context: Context): Promise<Now> {
  const planned = await planOf({ ...options, quiet: true }, context);
  return { planned, output: await outputOf(planned, await checked(planned, context), context) };
}

/** Undefined if nothing changes that anybody reads. */
async function changeOf(
  { planned: { plan, target }, output }: Now,
  found: BaseOutput | undefined,
  context: Context,
): Promise<ProfileChange | undefined> {
  // What one target wrote says nothing to another.
  const base = found?.index === undefined || found.index.target === target.name ? found : undefined;
  const { files = [], index, where = '' } = base ?? {};
  const { profile } = output;
  const findings = findingsChange(base === undefined ? [] : index?.findings, output.findings);
  if (base !== undefined && !isChangedInText(files, output.files) && findings.gained.length + findings.lost.length === 0) return undefined;
  const isAnother = index !== undefined && index.profile !== profile;
  const meaning = await target.meaning({
    application: context.application,
    before: { files, where, isAnother },
    after: output.files,
    plan,
  });
  if (base !== undefined && !meaning.differs && findings.gained.length + findings.lost.length === 0) return undefined;
  return {
    profile,
    change: base === undefined ? 'added' : 'changed',
    formerly: isAnother ? index.profile : undefined,
    meaning,
    findings,
    files: { before: files, after: output.files },
  };
}

async function removal(profile: string, { files, index, where }: BaseOutput, context: Context): Promise<ProfileChange> {
  const target = ownerOf(files, index?.target, context);
  const meaning = await target.meaning({ application: context.application, before: { files, where, isAnother: false }, after: [] });
  return { profile, change: 'removed', meaning, findings: findingsChange(index?.findings, []), files: { before: files, after: [] } };
}

/** The target that has written files. Without an index they are those that a target renders, so one is found. */
const ownerOf = (files: BaseOutput['files'], named: string | undefined, { targets }: Context): Target =>
  named !== undefined ? targetNamed(named, targets) : (targets.find((target) => files.some(({ path }) => target.renders(path))) as Target);

/** @throws UsageError if nothing that runs can be asked of a profile */
async function whatRuns(all: readonly Now[], allowed: ReadonlySet<string>, context: Context): Promise<Report> {
  const changes: ProfileChange[] = [];
  const unaffected: string[] = [];
  for (const {
    planned: { plan, target },
    output,
  } of all) {
    if (target.live === undefined) throw new UsageError(`--against cluster asks a cluster: ${plan.profile.name} is for a ${target.word}`);
    const { meaning, files } = await target.live(plan, output.files, context);
    const findings = findingsChange(undefined, output.findings);
    if (!meaning.differs) unaffected.push(output.profile);
    else changes.push({ profile: output.profile, change: 'changed', meaning, findings, files });
  }
  return { against: 'cluster', changes, unaffected, allowed };
}
