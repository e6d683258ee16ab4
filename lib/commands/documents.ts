import { commandsDocument } from '../documents/commands';
import { changesDocument, findingsDocument } from '../documents/findings';
import { profileDocument } from '../documents/profile';
import { EXIT_CODES, SEVERAL_EXIT_CODES } from '../exit-code';
import { profileJsonSchema } from '../profile/json-schema';
import { shapesOf } from '../targets/target';
import { everyChapter, everyWarning } from './checked';
import { commandLine } from './command-line';
import type { Context } from './context';

/** A file that is generated from the program itself and committed. */
export interface OwnFile {
  readonly folder: 'docs' | 'profiles';
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
