// `npm run synth --`: the program from the current source, in the folder that the user is in.
import { createRequire } from 'node:module';
import { build } from './build.mjs';

const program = build();
// npm changes to the package's folder and leaves the user's in INIT_CWD.
process.chdir(process.env.INIT_CWD ?? process.cwd());
createRequire(import.meta.url)(program);
