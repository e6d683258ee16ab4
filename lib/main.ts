import { run } from './run';
import { invocation } from './start';

/** What `bin` and `npm run synth` start. */
void run(invocation()).then((code) => {
  process.exitCode = code;
  // What was printed has gone out, and signals that came meanwhile are heard. Left to itself the engine would first collect its garbage.
  process.stdout.write('', () => process.stderr.write('', () => setImmediate(() => process.exit())));
});
