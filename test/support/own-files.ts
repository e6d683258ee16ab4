import { attempt } from '../../lib/attempt';
import { type OwnFile, ownFiles } from '../../lib/commands/documents';
import { ExitCode } from '../../lib/exit-code';
import { faultmaven } from '../../lib/faultmaven/application';
import { targets } from '../../lib/targets/targets';
import { ROOT } from './cli';

/** The schema and the documents of an application, as `npm run update` would write them. */
export async function generatedFiles(application = faultmaven): Promise<readonly OwnFile[]> {
  let files: readonly OwnFile[] = [];
  const stream = { write: () => undefined };
  await attempt(
    { args: [], env: {}, cwd: ROOT, root: ROOT, application, targets, stdout: stream, stderr: stream },
    { name: 'test' },
    async (context) => {
      files = await ownFiles(context);
      return ExitCode.ok;
    },
  );
  return files;
}
