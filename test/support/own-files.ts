import { attempt } from '../../lib/attempt';
import { documentsWithFigures, type OwnFile, ownFiles } from '../../lib/commands/documents';
import { ExitCode } from '../../lib/exit-code';
import { faultmaven } from '../../lib/faultmaven/application';
import type { Application } from '../../lib/model/application';
import { targets } from '../../lib/targets/targets';
import { ROOT } from './cli';

/** The schema and the documents that follow from the code of an application, as `npm run update` would write them. */
export const generatedFiles = (application = faultmaven): Promise<readonly OwnFile[]> => made(ownFiles, application);

/** The documents that show figures or parts of what the shipped profiles become, as `npm run update` would write them. */
export const writtenDocuments = (): Promise<readonly OwnFile[]> => made(documentsWithFigures, faultmaven);

async function made(what: typeof ownFiles, application: Application): Promise<readonly OwnFile[]> {
  let files: readonly OwnFile[] = [];
  const stream = { write: () => undefined };
  await attempt(
    { args: [], env: {}, cwd: ROOT, root: ROOT, application, targets, stdout: stream, stderr: stream },
    { name: 'test' },
    async (context) => {
      files = await what(context);
      return ExitCode.ok;
    },
  );
  return files;
}
