/**
 * How much code of a function V8 runs, in bytes, before it optimizes it: eight times the default. In a run of a tenth of a second it
 * spends more on optimizing than that saves; what runs for seconds is optimized all the same.
 */
const BUDGET = 8 * 66 * 1024;

/**
 * To be called before work in which functions grow hot. Not before every work: it takes some milliseconds itself, of which a laptop's
 * `synth` has few. The flag is that of Node 20: later ones have no such flag, and would say so.
 *
 * @param version of Node. @default - that of this process
 */
export function optimizeLate(version = process.versions.node): void {
  if (version.startsWith('20.')) process.getBuiltinModule?.('node:v8').setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
