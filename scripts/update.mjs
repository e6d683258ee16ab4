// `npm run update`: regenerates what is generated and committed, after a change of a profile, a service or the synthesizer.
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = build();
const run = (...args) => execFileSync(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });

writeFileSync(join(root, 'profiles/profile.schema.json'), run('schema'));
for (const file of readdirSync(join(root, 'profiles')).filter((name) => name.endsWith('.yaml'))) {
  run('synth', '--profile', file.replace(/\.yaml$/, ''), '--quiet');
}
