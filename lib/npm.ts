import type { Session } from './session';

type Environment = Session['env'];

/** Our flags that npm takes for its own configuration when they stand before `--`. */
const FLAGS = [
  ...['profile', 'set', 'fit', 'output', 'stdout', 'check', 'dry-run', 'force', 'base', 'strict', 'format', 'debug'],
  ...['losses', 'against', 'summary', 'unified', 'allow'],
  ...['all', 'to', 'with', 'sign-key', 'plain-http'],
] as const;

const exampleOf = (profile: string): string => `npm run synth -- --profile ${profile}`;

/** The scripts of package.json that start the program. */
const SCRIPTS: readonly (string | undefined)[] = ['synth', 'publish:manifests'];

/** Whether a script of this project started the program, and not one of the same name elsewhere. */
const startedByNpm = (env: Environment): boolean =>
  SCRIPTS.includes(env.npm_lifecycle_event) && (env.npm_package_name === 'faultmaven-infra' || env.npm_package_json === undefined);

/** How the user calls the program. */
export const programOf = (env: Environment): string =>
  startedByNpm(env) ? 'npm run synth --' : env.npm_command === 'exec' ? 'npx fmsynth' : 'fmsynth';

/**
 * `npm run synth --profile laptop` hands the flag to npm, which keeps it and passes on the rest.
 *
 * @param example the name of a profile for an example
 * @returns what to say about it, or undefined if npm swallowed nothing
 */
export function swallowedByNpm(env: Environment, example: string): string | undefined {
  if (!startedByNpm(env)) return undefined;
  const swallowed = FLAGS.filter((flag) => (env[`npm_config_${flag.replaceAll('-', '_')}`] ?? '') !== '');
  if (swallowed.length === 0) return undefined;
  return `npm kept ${swallowed.map((flag) => `--${flag}`).join(', ')} for itself: put -- before our flags, as in ${exampleOf(example)}`;
}

/**
 * Of some flags npm leaves no trace that could be told from the user's own configuration of npm: `--quiet` and `--color` are
 * its flags too, and since npm 10 `--format` is an abbreviation of one. What it passes on of them makes no sense by itself.
 *
 * @param example the name of a profile for an example
 * @returns what may be behind a command line that makes no sense, or undefined if flags have come through
 */
export const maybeSwallowedByNpm = (env: Environment, args: readonly string[], example: string): string | undefined =>
  startedByNpm(env) && !args.some((arg) => arg.startsWith('-'))
    ? `with npm, our flags stand after --, as in ${exampleOf(example)}`
    : undefined;
