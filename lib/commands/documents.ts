import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsDocument } from '../documents/commands';
import { commandsShown, type Figures, hasFigures, profilesShown, withFigures, withParts, withPrinted } from '../documents/figures';
import { changesDocument, findingsDocument } from '../documents/findings';
import { profileDocument } from '../documents/profile';
import { EXIT_CODES, SEVERAL_EXIT_CODES } from '../exit-code';
import type { OutputFile } from '../output/output-file';
import { UsageError } from '../problem';
import { profileJsonSchema } from '../profile/json-schema';
import { shapesOf } from '../targets/target';
import { everyChapter, everyWarning } from './checked';
import { commandLine } from './command-line';
import type { Context } from './context';
import { type Planned, planOf } from './plan-options';
import { shippedProfiles } from './profiles';
import { outputOf } from './writing';

/** A file that is generated and committed, besides what profiles become. */
export interface OwnFile {
  /** From the folder of the project. */
  readonly folder: '' | 'docs' | 'profiles';
  readonly path: string;
  readonly content: string;
}

/** As whoever reads the documents in a clone calls the program. */
const PROGRAM = 'npm run synth --';

/** The JSON Schema of a profile, and the documents that follow from schema, command line and codes. */
export async function ownFiles(context: Context): Promise<readonly OwnFile[]> {
  const { targets, application } = context;
  const inDocs = (path: string, content: string): OwnFile => ({ folder: 'docs', path, content });
  return [
    { folder: 'profiles', path: 'profile.schema.json', content: profileJsonSchema(shapesOf(targets, application)) },
    inDocs('profile.md', profileDocument(targets.map(({ where, schema }) => ({ where, schema: schema(application) })))),
    inDocs(
      'commands.md',
      commandsDocument(
        commandLine({ ...context, program: PROGRAM }, () => undefined, Error),
        { meanings: EXIT_CODES, several: SEVERAL_EXIT_CODES },
      ),
    ),
    inDocs('findings.md', findingsDocument(await everyChapter(context))),
    inDocs('changes.md', changesDocument(await everyWarning(context))),
  ];
}

/**
 * The documents that show figures or parts of what the shipped profiles become, or what a command prints, with these as they are.
 *
 * @throws InputError with every problem of a profile, or of a part that no profile has
 * @throws UsageError for a command that there is not
 */
export async function documentsWithFigures(context: Context): Promise<readonly OwnFile[]> {
  const documents = [...documentsIn(context, ''), ...documentsIn(context, 'docs')].filter(({ content }) => hasFigures(content));
  const shipped = shippedProfiles(context);
  const plans = new Map<string, Planned>();
  for (const profile of documents.length === 0 ? [] : shipped) plans.set(profile, await planOf({ profile, set: [] }, context));
  const figures = new Map<string, Figures>();
  for (const [profile, { plan, target }] of plans) figures.set(profile, (await target.totals(plan)).inShort);
  const outputs = new Map<string, readonly OutputFile[]>();
  for (const profile of new Set(documents.flatMap(({ content }) => profilesShown(content)))) {
    const planned = plans.get(profile);
    if (planned !== undefined) outputs.set(profile, (await outputOf(planned, [], context)).files);
  }
  const printed = new Map<string, string>();
  for (const typed of documents.flatMap(({ content }) => commandsShown(content))) printed.set(typed, await printedBy(typed, context));
  return documents.map(({ folder, path, content }) => ({
    folder,
    path,
    content: withPrinted(withFigures(withParts(join(folder, path), content, outputs), figures), printed),
  }));
}

/** What a command prints. @throws UsageError if it is none of this program */
async function printedBy(typed: string, context: Context): Promise<string> {
  const [, args] = /^npm run (?:--silent )?synth -- (.+)$/s.exec(typed) ?? [];
  if (args === undefined) throw new UsageError(`a block \`text written\` has to be below a command of ${PROGRAM}, not below ${typed}`);
  let shown = '';
  const terminal = {
    ...context.terminal,
    out: (text: string): void => {
      shown += text;
    },
  };
  const program = commandLine(
    { ...context, program: PROGRAM, terminal },
    () => undefined,
    (word) => new UsageError(`unexpected ${word}`),
  );
  await program.parseAsync(args.replaceAll('\\\n', ' ').trim().split(/\s+/), { from: 'user' });
  return shown;
}

function documentsIn({ root }: Pick<Context, 'root'>, folder: OwnFile['folder']): readonly OwnFile[] {
  const at = join(root, folder);
  const names = existsSync(at) ? readdirSync(at).filter((name) => name.endsWith('.md')) : [];
  return names.sort().map((path) => ({ folder, path, content: readFileSync(join(at, path), 'utf8') }));
}
