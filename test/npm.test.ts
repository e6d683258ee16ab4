import { swallowedByNpm } from '../lib/npm';

const FLAGS = ['profile', 'set', 'fit', 'output', 'stdout', 'check', 'dry-run', 'force', 'base', 'strict', 'format', 'debug'];
const environment = (flag: string, value: string) => ({ npm_lifecycle_event: 'synth', [`npm_config_${flag.replaceAll('-', '_')}`]: value });

it.each(FLAGS)('names --%s and the missing -- when npm kept the flag', (flag) => {
  const complaint = swallowedByNpm(environment(flag, 'true'));
  expect(complaint).toContain(`--${flag}`);
  expect(complaint).toContain('put -- before our flags');
  expect(complaint).toContain('npm run synth -- --profile laptop');
});

it('names every flag that npm kept', () => {
  expect(swallowedByNpm({ ...environment('profile', 'laptop'), ...environment('dry-run', 'true') })).toContain(
    'npm kept --profile, --dry-run for itself',
  );
});

it.each(FLAGS)('complains of nothing when --%s is empty, as npm passes a flag that is off', (flag) => {
  expect(swallowedByNpm(environment(flag, ''))).toBeUndefined();
});

it('complains of nothing when npm kept nothing', () => {
  expect(swallowedByNpm({ npm_lifecycle_event: 'synth', npm_config_user_agent: 'npm/10', npm_config_cache: '/x' })).toBeUndefined();
});

it.each([undefined, 'test', 'prepare'])('complains of nothing when npm runs %s', (event) => {
  expect(swallowedByNpm({ npm_lifecycle_event: event, npm_config_profile: 'laptop' })).toBeUndefined();
});
