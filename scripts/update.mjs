// `npm run update`: regenerates what is generated and committed, after a change of a profile, a service or the synthesizer.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { built, goTo } from './build.mjs';

goTo(fileURLToPath(new URL('..', import.meta.url)));
const require = createRequire(import.meta.url);
// The program has the dashboards in it, so they come before it.
require(await built('scripts/dashboards/update.ts', 'build/update-dashboards', { compiled: false }));
const program = await built('lib/update.ts', 'build/update', { compiled: false });
const fixture = await built('test/fixture/update.ts', 'build/update-fixture', { compiled: false });
require(program);
require(fixture);
