// What `cdk8s synth` runs: the same objects as `npm run synth -- --profile cluster`, from a real cdk8s App.
import { createRequire } from 'node:module';
import { built } from './build.mjs';

createRequire(import.meta.url)(await built('lib/cdk8s-app.ts', 'build/cdk8s-app', { whole: true }));
