// `npm run failover:docs`: writes docs/failover.md from the figures of the last end-to-end run.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { built, goTo } from './build.mjs';

const program = await built('test/e2e/failover/main.ts', 'build/failover-docs', { compiled: false });
goTo(fileURLToPath(new URL('..', import.meta.url)));
createRequire(import.meta.url)(program);
