import { dirname, relative, resolve } from 'node:path';
import { renamedFrom } from '../diff/renamed';
import { findingsChange, isChangedInText, type ProfileChange, type Report } from '../diff/report';
import type { Base, BaseOutput } from '../diff/source';
import { some } from '../diff/words';
import { isRemote } from '../local-path';
import type { Output } from '../output/index-file';
import { isSealed, writtenBy } from '../output/seal';
import { InputError, type Problem, UsageError } from '../problem';
import { profilesIn } from '../profile/shipped';
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

  const { everyOne } = await import('../diff/source');
  const found = everyOne(all, (now) => ({ now, earlier: base.read(now.output.profile) }));
  const added = found.filter(({ earlier }) => earlier === undefined).map(({ now }) => now);
  if (added.length === all.length && base.profiles().length === 0) throw base.nothing();
  const gone = goneFrom(base, all, added, options.all !== undefined);
  const outputs = new Map(everyOne(gone, (profile) => entry(profile, base.read(profile))).flat());
  const was = renamedFrom(
    new Map(added.map(({ output }) => [output.profile, output.files])),
    new Map([...outputs].map(([profile, { files }]) => [profile, files])),
  );

  const changes: ProfileChange[] = [];
  const unaffected: string[] = [];
  for (const { now, earlier } of found) {
    const { profile } = now.output;
    const formerly = was.get(profile);
    const change = await changeOf(now, formerly === undefined ? earlier : outputs.get(formerly), context, formerly);
    if (change === undefined) unaffected.push(profile);
    else changes.push(change);
    // What was for a cluster, and is for a laptop now, is gone from the cluster.
    if (change?.change === 'added' && earlier !== undefined) changes.push(await removal(profile, earlier, context));
  }
  for (const [profile, output] of options.all === undefined ? [] : outputs) {
    if ([...was.values()].includes(profile)) continue;
    changes.push(await removal(profile, output, context));
  }
  return { against: base.name, changes, unaffected, allowed };
}

/**
 * The outputs in a base that have no profile any more. Where one profile is asked for that has none there, it can be the one that is left
 * over of a rename: not one of several, because a profile anywhere else has nothing to do with them.
 */
function goneFrom(base: Base, all: readonly Now[], added: readonly Now[], every: boolean): readonly string[] {
  if (!every && added.length === 0) return [];
  const others = every ? [] : added.flatMap(({ planned: { ref } }) => profilesIn(dirname(ref.file)));
  const known = new Set([...all.map(({ output }) => output.profile), ...others]);
  const gone = base.profiles().filter((profile) => !known.has(profile));
  return every || gone.length === 1 ? gone : [];
}

const entry = (profile: string, output: BaseOutput | undefined): readonly (readonly [string, BaseOutput])[] =>
  output === undefined ? [] : [[profile, output]];

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

/**
 * Undefined if nothing changes that anybody reads.
 *
 * @param formerly what the profile was called, if it is renamed
 */
async function changeOf(
  { planned: { plan, target }, output }: Now,
  found: BaseOutput | undefined,
  context: Context,
  formerly: string | undefined,
): Promise<ProfileChange | undefined> {
  // What one target wrote says nothing to another.
  const base = found?.index === undefined || found.index.target === target.name ? found : undefined;
  const { files = [], index, where = '' } = base ?? {};
  const { profile } = output;
  const findings = findingsChange(base === undefined ? [] : index?.findings, output.findings);
  const stays = base !== undefined && formerly === undefined && findings.gained.length + findings.lost.length === 0;
  if (stays && !isChangedInText(files, output.files)) return undefined;
  const isAnother = formerly === undefined && index !== undefined && index.profile !== profile;
  const meaning = await target.meaning({
    application: context.application,
    before: { files, where, isAnother },
    after: output.files,
    plan,
  });
  if (stays && !meaning.differs) return undefined;
  const edited = editedIn(files, output.files).map((path) => `${where}${path}`);
  const notes = [
    ...(formerly === undefined
      ? []
      : [`its former output, ${where.replace(/\/$/, '')}, is obsolete, and it is published as ${profile} instead of ${formerly}.`]),
    ...(edited.length === 0 ? [] : [`edited since it was generated: ${some(edited)}.`]),
    ...(base === undefined || index !== undefined ? [] : [`no index is in ${where}, so which files are missing cannot be told.`]),
  ];
  return {
    profile,
    change: base === undefined ? 'added' : 'changed',
    formerly: formerly ?? (isAnother ? index.profile : undefined),
    renamed: formerly !== undefined,
    meaning: { ...meaning, notes: [...notes, ...meaning.notes] },
    findings,
    files: { before: files, after: output.files },
  };
}

/** The files of a base that somebody has edited, of those that change. Those of the first version had no digest. */
function editedIn(files: BaseOutput['files'], now: BaseOutput['files']): readonly string[] {
  const texts = new Map(now.map(({ path, content }) => [path, content]));
  const hasDigests = files.some(({ content }) => writtenBy(content)?.version !== undefined);
  return hasDigests ? files.filter(({ path, content }) => texts.get(path) !== content && !isSealed(content)).map(({ path }) => path) : [];
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
