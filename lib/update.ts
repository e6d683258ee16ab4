import { attempt } from './attempt';
import { update } from './commands/update';
import { UsageError } from './problem';
import { invocation } from './start';

const NAME = 'npm run update';

/** What `npm run update` starts, in the project's folder. */
const started = invocation();
void attempt(started, { name: NAME }, (context) => {
  const { args, env } = started;
  const [unknown] = args.filter((arg) => arg !== '--force' && arg !== '--debug');
  if (unknown !== undefined)
    throw new UsageError(`unexpected ${unknown}: ${NAME} takes -- --force, which replaces what was edited by hand`);
  if (env.npm_config_force) throw new UsageError(`npm kept --force for itself: put -- before it, as in ${NAME} -- --force`);
  return update(context, args.includes('--force'));
}).then((code) => {
  process.exitCode = code;
});
