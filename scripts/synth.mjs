// `npm run synth --`: the program from the current source, in the folder that the user is in.
import { createRequire } from 'node:module';
import { built, goTo } from './build.mjs';

const program = await built();
// npm changes to the package's folder and leaves the user's in INIT_CWD.
if (process.env.INIT_CWD) goTo(process.env.INIT_CWD);
createRequire(import.meta.url)(program);
