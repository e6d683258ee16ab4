import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import { ExitCode } from '../exit-code';
import { isRemote } from '../local-path';
import { INDEX } from '../output/file-name';
import type { Difference, Verified } from '../output/verify';
import { InputError, type Problem, UsageError } from '../problem';
import type { VerifiedArtifact } from '../publish/verify';
import { counted, inMessage } from '../text';
import { Unreadable } from '../text-file';
import type { Context, Finish } from './context';

/** `fmsynth verify`: files against their digests. */
export const verifyCommand = (context: Context, finish: Finish): Command =>
  new Command('verify')
    .description('compare written files with the digests in them; synth --check compares them with their profile')
    .argument(
      '<dir|artifact>',
      'a folder that synth wrote, or one of several such; or what publish made: an OCI image layout, as a folder or as a tar',
    )
    .addHelpText(
      'after',
      `
Names every file that was edited, is missing or does not belong there, and then
exits with 3. It needs no profile. check looks at a profile, and synth --check
compares files with what their profile gives. A digest in a file tells of a
mistake. It stops nobody who computes it anew: a signature does.

Examples:
  ${context.program} verify dist/${context.application.examples.cluster}`,
    )
    .action(async (path: string) => finish(await verify(path, context)));

/** What is to be said of whatever was verified. */
interface Report {
  /** Lines about what is there. */
  readonly about: readonly string[];
  readonly differences: readonly Difference[];
  readonly problems: readonly Problem[];
}

async function verify(typed: string, context: Context): Promise<ExitCode> {
  if (typed === '') throw new UsageError('verify: expected a folder or a file, got nothing');
  if (isRemote(typed)) throw new InputError([{ message: `verify: expected a folder or a file, got a URL: ${COPY_FIRST}` }]);
  const { about, differences, problems } = await reportOn(resolve(context.cwd, typed), context).catch((error: unknown) => {
    throw error instanceof Unreadable ? new InputError([{ message: `${typed}: ${error.message}` }]) : error;
  });
  const { out } = context.terminal;
  const say = (line: string): void => out(`${inMessage(`${typed}: ${line}`)}\n`);
  for (const { path, kind, why } of differences) say(`${path}: ${kind}: ${why}`);
  if (problems.length > 0) throw new InputError(problems.map(({ message }) => ({ message: `${typed}: ${message}` })));
  for (const line of about) say(line);
  if (differences.length === 0) return ExitCode.ok;
  say(counted(differences.length, 'difference'));
  return ExitCode.drift;
}

const COPY_FIRST = 'copy the artifact from its registry first, with oras cp --to-oci-layout, crane pull --format=oci or skopeo copy';

const EXPECTED = 'expected a folder that synth wrote, or an OCI image layout that publish made, as a folder or as a tar';

/** @throws Unreadable if there is nothing that can be looked into */
async function reportOn(path: string, { targets }: Context): Promise<Report> {
  const [{ contentsOfFolder, contentsOfTar, readArchive }, { looksLikeOutput, verifyOutput }, { looksLikeLayout, verifyLayout }, seal] =
    await Promise.all([import('../publish/contents'), import('../output/verify'), import('../publish/verify'), import('../output/seal')]);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const bytes = isFolder ? undefined : readArchive(path);
  // Which files belong together, only the index in their folder tells.
  if (bytes !== undefined && (basename(path) === INDEX || seal.isGenerated(bytes.toString('utf8', 0, MOST_OF_A_LINE))))
    throw new Unreadable('is one file of an output, expected the folder that it is in, where the index is');
  const archived = bytes === undefined ? undefined : contentsOfTar(bytes);
  const strange = archived?.strange ?? [];
  const contents = archived ?? contentsOfFolder(path, 0);
  if (looksLikeLayout(contents)) {
    const { artifacts, differences, problems } = verifyLayout(archived ?? contentsOfFolder(path, 2), targets);
    return { about: artifacts.map(toldOfArtifact), differences: [...strange, ...differences], problems };
  }
  if (looksLikeOutput(contents, targets)) {
    const verified = verifyOutput(contents, targets);
    return { about: [toldOf(verified)], differences: [...strange, ...verified.differences], problems: verified.problems };
  }
  const outputs = isFolder ? contents.names.filter((name) => statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory()) : [];
  const reports = outputs.flatMap((name) => {
    const inside = contentsOfFolder(join(path, name), 0);
    return looksLikeOutput(inside, targets) ? [below(name, verifyOutput(inside, targets))] : [];
  });
  if (reports.length === 0) throw new Unreadable(EXPECTED);
  return {
    about: reports.flatMap(({ about }) => about),
    differences: reports.flatMap(({ differences }) => differences),
    problems: reports.flatMap(({ problems }) => problems),
  };
}

/** What verifying an output in a folder of outputs found. */
const below = (name: string, verified: Verified): Report => ({
  about: [`${name}: ${toldOf(verified)}`],
  differences: verified.differences.map((one) => ({ ...one, path: `${name}/${one.path}` })),
  problems: verified.problems.map(({ message }) => ({ message: `${name}/${message}` })),
});

/** In bytes, of the first line of a file. */
const MOST_OF_A_LINE = 1024;

function toldOf({ count, index, version }: Verified): string {
  return `${counted(count, 'file')}${index === undefined ? '' : ` of the profile ${index.profile}`}${version === undefined ? '' : `, written by version ${version}`}`;
}

const toldOfArtifact = ({ digest, revision, files }: VerifiedArtifact): string =>
  [digest, ...(files === undefined ? [] : [toldOf(files)]), ...(revision === undefined ? [] : [`revision ${revision}`])].join(': ');
