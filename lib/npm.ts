/** Our flags that npm takes for its own configuration when they stand before `--`. */
const FLAGS = ['profile', 'set', 'fit', 'output', 'stdout', 'check', 'dry-run', 'force', 'base', 'strict', 'format', 'debug'] as const;

/**
 * `npm run synth --profile laptop` hands the flag to npm, which keeps it and passes on the rest.
 *
 * @returns what to say about it, or undefined if npm swallowed nothing
 */
export function swallowedByNpm(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.npm_lifecycle_event !== 'synth') return undefined;
  const swallowed = FLAGS.filter((flag) => (env[`npm_config_${flag.replaceAll('-', '_')}`] ?? '') !== '');
  if (swallowed.length === 0) return undefined;
  const names = swallowed.map((flag) => `--${flag}`).join(', ');
  return `npm kept ${names} for itself: put -- before our flags, as in npm run synth -- --profile laptop`;
}
