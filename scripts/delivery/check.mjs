// `node scripts/delivery/check.mjs [--profiles FOLDER] [--outputs FOLDER] [--annotate [--strict=true]]`: that what is committed (in dist/) is what every profile
// gives. With --annotate it checks the profiles as well, with annotations at their lines; strict fails on warnings. Goes on after a profile
// that fails, and exits with the first code that was not 0.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fmsynth, profilesIn } from './program.mjs';

const { values } = parseArgs({
  options: {
    profiles: { type: 'string', default: 'profiles' },
    outputs: { type: 'string', default: 'dist' },
    annotate: { type: 'boolean' },
    strict: { type: 'string', default: 'false' },
  },
});
const looks = [
  ...(values.annotate ? [['check', '--format', 'github', ...(values.strict === 'true' ? ['--strict'] : [])]] : []),
  ['synth', '--check'],
];
let failed = 0;
for (const { name, path } of profilesIn(values.profiles)) {
  for (const look of looks) {
    const output = look[0] === 'synth' && values.outputs !== 'dist' ? ['--output', join(values.outputs, name)] : [];
    const { code, stdout } = fmsynth([...look, '--profile', path, ...output]);
    process.stdout.write(stdout);
    if (code !== 0) process.stdout.write(`${name}: ${look[0]} ended with ${code}\n`);
    failed ||= code;
  }
}
process.exit(failed);
