import { PROFILE_FINDINGS } from '../checks/finding-code';
import { explanationsOf } from '../checks/hazards';
import { commandsDocument } from '../documents/commands';
import { findingsDocument } from '../documents/findings';
import { profileDocument } from '../documents/profile';
import { EXIT_CODES, SEVERAL_EXIT_CODES } from '../exit-code';
import { sizeable } from '../plan/plan';
import { profileJsonSchema } from '../profile/json-schema';
import { BASE_FINDINGS } from '../targets/compose/rules/base-codes';
import { COMPOSE_FINDINGS } from '../targets/compose/rules/codes';
import { composeProfile } from '../targets/compose/schema';
import { KUBERNETES_FINDINGS } from '../targets/kubernetes/rules/codes';
import { clusterProfile } from '../targets/kubernetes/schema/cluster';
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
export function ownFiles(context: Context): readonly OwnFile[] {
  const services = sizeable(context.application);
  const inDocs = (path: string, content: string): OwnFile => ({ folder: 'docs', path, content });
  return [
    { folder: 'profiles', path: 'profile.schema.json', content: profileJsonSchema(services) },
    inDocs(
      'profile.md',
      profileDocument([
        { where: 'on a laptop', schema: composeProfile(services.compose, context.application) },
        { where: 'in a cluster', schema: clusterProfile(services.kubernetes, context.application) },
      ]),
    ),
    inDocs(
      'commands.md',
      commandsDocument(
        commandLine({ ...context, program: PROGRAM }, () => undefined, Error),
        { meanings: EXIT_CODES, several: SEVERAL_EXIT_CODES },
      ),
    ),
    inDocs(
      'findings.md',
      findingsDocument([
        { title: 'Any profile', explanations: PROFILE_FINDINGS },
        { title: 'A profile on a laptop', explanations: COMPOSE_FINDINGS },
        { title: 'A laptop and its base file', explanations: BASE_FINDINGS },
        { title: 'A profile in a cluster', explanations: KUBERNETES_FINDINGS },
        { title: `The images of ${context.application.title}`, explanations: explanationsOf(context.application) },
      ]),
    ),
  ];
}
