import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ExitCode } from '../exit-code';
import { explain } from '../failure';
import { look } from '../output/look';
import { isBackup, write } from '../output/write';
import { inMessage, quoted } from '../text';
import { wrapLines } from '../wrap';
import type { Context } from './context';
import { documentsWithFigures, type OwnFile, ownFiles } from './documents';
import { planOf } from './plan-options';
import { defaultOutput, shippedProfiles } from './profiles';
import { writable } from './writable';
import { carryOut, type Destination, DONE, listing, outputOf, type Prepared, prepare } from './writing';

/**
 * Writes everything that is generated and committed anew: the schema, the documents that follow from the code, the output of every shipped
 * profile, and what documents show of it. Says which files that changed; where it cannot, it says why and goes on with the others.
 */
export async function update(context: Context, force: boolean): Promise<ExitCode> {
  const failures = new Map<string, ExitCode>();
  for (const task of [own, orphans, ...shippedProfiles(context).map((name) => () => output(name, context, force)), figures]) {
    try {
      for (const line of await task(context)) context.terminal.err(`${line}\n`);
    } catch (error) {
      const { code, message } = explain(error, context.program);
      // What several profiles share is wrong in all of them.
      for (const line of message.split('\n')) failures.set(line, code);
    }
  }
  for (const line of failures.keys()) context.terminal.err(wrapLines(line, context.terminal.errWidth));
  return Math.max(ExitCode.ok, ...failures.values()) as ExitCode;
}

/** The schema, and the documents that follow from the code. */
const own = async (context: Context): Promise<readonly string[]> => written(await ownFiles(context), context);

/** The figures and the parts of generated files that documents show. */
const figures = async (context: Context): Promise<readonly string[]> => written(await documentsWithFigures(context), context);

/** Writes what is not there already, and says so. */
const written = (files: readonly OwnFile[], context: Context): readonly string[] =>
  files.flatMap((file) => {
    const folder = join(context.root, file.folder);
    const found = look(folder, file.path);
    if (found.kind === 'file' && found.bytes.equals(Buffer.from(file.content))) return [];
    mkdirSync(folder, { recursive: true });
    write(folder, [{ kind: 'add', ...file }]);
    return [`wrote ${join(file.folder, file.path)}`];
  });

async function output(profile: string, context: Context, force: boolean): Promise<readonly string[]> {
  const planned = await planOf({ profile, set: [] }, context);
  const made = await outputOf(planned, await writable(planned, context), context);
  const folder = defaultOutput(profile, context);
  const destination = { folder, shown: relative(context.cwd, folder), force, forceFlag: 'npm run update -- --force' };
  const prepared = await prepare(made, planned.target, destination);
  const lines = [...listing(prepared.changes, destination, DONE), ...strays(destination, prepared)];
  await carryOut(made, prepared, destination);
  return lines;
}

/** Folders of `dist/` that no profile generates. They may be of profiles that lie elsewhere, so that only the user can remove them. */
async function orphans(context: Context): Promise<readonly string[]> {
  const folder = dirname(defaultOutput('any', context));
  const profiles = shippedProfiles(context);
  return namesIn(folder)
    .filter((name) => !profiles.includes(name))
    .map((name) => {
      const shown = relative(context.cwd, join(folder, name));
      return `${inMessage(shown)}: no profile in profiles/ generates it: rm -r ${quoted(shown)}, unless it is of a profile of your own`;
    });
}

/** Files of an output's folder that do not belong to it. What --force keeps, whoever gave it knows of. */
function strays({ folder, shown }: Destination, { changes }: Prepared): readonly string[] {
  const known = new Set(changes.map(({ path }) => path));
  return namesIn(folder)
    .filter((name) => !known.has(name) && !isBackup(name))
    .map(
      (name) => `${inMessage(join(shown, name))}: its profile does not generate it: rm -r ${quoted(join(shown, name))}, or move it away`,
    );
}

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
