import { run } from './run';
import { invocation } from './start';

/** What `bin` and `npm run synth` start. */
void run(invocation()).then((code) => {
  process.exitCode = code;
  // The process ends once its output is written and pending signals are handled. Without this, V8 would first finish collecting garbage.
  process.stdout.write('', () => process.stderr.write('', () => setImmediate(() => process.exit())));
});
