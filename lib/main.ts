import { run } from './run';
import { invocation } from './start';

/** What `bin` and `npm run synth` start. */
void run(invocation()).then((code) => {
  process.exitCode = code;
});
