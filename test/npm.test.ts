import { faultmaven } from '../lib/faultmaven/application';
import { swallowedByNpm } from '../lib/npm';
import { fmsynth, ROOT } from './support/cli';
import { commandsOf } from './support/commands';

/** Of these npm leaves a trace that may as well come from the user's own configuration of npm. */
const OF_NPM = ['color', 'quiet', 'verbose', 'offline', 'version'];

/** Those of every command, so that none is forgotten. */
const FLAGS = [
  ...new Set(commandsOf(faultmaven, ROOT).flatMap(({ options }) => options.filter(({ negate }) => !negate).map((option) => option.name()))),
].filter((flag) => !OF_NPM.includes(flag));
const environment = (flag: string, value: string) => ({ npm_lifecycle_event: 'synth', [`npm_config_${flag.replaceAll('-', '_')}`]: value });

it.each(FLAGS)('names --%s and the missing -- when npm kept the flag', (flag) => {
  const complaint = swallowedByNpm(environment(flag, 'true'), 'laptop-8gb');
  expect(complaint).toContain(`--${flag}`);
  expect(complaint).toContain('put -- before our flags');
  expect(complaint).toContain('npm run synth -- --profile laptop-8gb');
});

it('names every flag that npm kept', () => {
  expect(swallowedByNpm({ ...environment('profile', 'laptop'), ...environment('dry-run', 'true') }, 'laptop-8gb')).toContain(
    'npm kept --profile, --dry-run for itself',
  );
});

it.each(FLAGS)('complains of nothing when --%s is empty, as npm passes a flag that is off', (flag) => {
  expect(swallowedByNpm(environment(flag, ''), 'laptop-8gb')).toBeUndefined();
});

it('speaks of npm run publish:manifests in the same words', () => {
  expect(swallowedByNpm({ npm_lifecycle_event: 'publish:manifests', npm_config_all: 'true' }, 'laptop-8gb')).toContain(
    'npm kept --all for itself',
  );
});

it('complains of nothing when npm kept nothing', () => {
  expect(
    swallowedByNpm({ npm_lifecycle_event: 'synth', npm_config_user_agent: 'npm/10', npm_config_cache: '/x' }, 'laptop-8gb'),
  ).toBeUndefined();
});

it.each([undefined, 'test', 'prepare'])('complains of nothing when npm runs %s', (event) => {
  expect(swallowedByNpm({ npm_lifecycle_event: event, npm_config_profile: 'laptop' }, 'laptop-8gb')).toBeUndefined();
});

/** What npm 10.9 and 11.19 alike make of `npm run synth` and these words: the arguments and the variables that we get. */
const COMMAND_LINES = [
  ['--quiet', [], { npm_config_loglevel: 'warn' }],
  ['check --quiet', ['check'], { npm_config_loglevel: 'warn' }],
  ['--color always', [], { npm_config_color: 'always' }],
  ['--color never', ['never'], {}],
  ['plan --color=always', ['plan'], { npm_config_color: 'always' }],
  ['--format json', ['json'], {}],
  ['check --format=json', ['check', 'json'], {}],
  ['list --format json', ['list', 'json'], {}],
  ['list secrets --format json', ['list', 'secrets', 'json'], {}],
  ['--profile laptop', ['laptop'], { npm_config_profile: 'true' }],
  ['--profile=laptop --quiet', [], { npm_config_profile: 'laptop', npm_config_loglevel: 'warn' }],
  ['--profile laptop --format json', ['laptop', 'json'], { npm_config_profile: 'true' }],
] as const;

it.each(COMMAND_LINES)('names the missing -- for npm run synth %s', async (_, args, variables) => {
  const { code, stdout, stderr } = await fmsynth(args, { env: { npm_lifecycle_event: 'synth', ...variables } });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /(put -- before our flags|with npm, our flags stand after --), as in npm run synth -- --profile laptop-8gb\n(see .*\n)?$/,
  );
  expect(stderr.match(/npm run synth -- --profile/g)).toHaveLength(1);
  expect(stderr).toMatch(/^npm run synth: /);
});

it('does not speak of npm where flags have come through, whatever the user has told npm for good', async () => {
  const env = { npm_lifecycle_event: 'synth', npm_config_loglevel: 'warn', npm_config_color: 'always' };
  expect((await fmsynth(['list'], { env })).code).toBe(0);
  expect((await fmsynth(['plan', '--profile', 'laptop'], { env })).code).toBe(0);
  expect((await fmsynth(['plan', '--profle', 'laptop'], { env })).stderr).not.toContain('as in npm');
});

it.each([
  [['laptop-8gb'], 'npm run synth: laptop-8gb is a profile: npm run synth -- --profile laptop-8gb\n'],
  [['plan', 'laptop-8gb'], 'npm run synth: laptop-8gb is a profile: npm run synth -- plan --profile laptop-8gb\n'],
  [['chekc'], 'npm run synth: unknown command "chekc", did you mean check?\n'],
])('says what to type for %j, and nothing of npm, which passes on what stands after --', async (args, expected) => {
  const { stderr } = await fmsynth(args, { env: { npm_lifecycle_event: 'synth' } });
  expect(stderr).toBe(`${expected}see npm run synth -- --help\n`);
});
