import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fmsynth, ROOT, shopsynth } from '../support/cli';
import { sizes } from '../support/plans';
import { AGREEING } from '../support/published';
import { scratch } from '../support/scratch';

const check = (...args: readonly string[]) => fmsynth(['check', '--profile', 'laptop', ...args], { cwd: ROOT });

it('prints each finding with its place and its background, and counts them', async () => {
  const { code, stdout, stderr } = await check();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^warning {2}caps-exceed-machine {2}profiles\/laptop\.yaml:\d+:\d+: machine: /m);
  expect(stdout).toMatch(/^warning {2}cases-in-memory .*\n +so: .*\n +way out: .*\n +known from: /m);
  expect(stdout).toMatch(/\n\d+ warnings for \d+ subjects, 2 accepted\n$/);
});

it('prints them for programs', async () => {
  const { findings, format, profile } = JSON.parse((await check('--format', 'json')).stdout);
  expect([format, profile]).toEqual([1, 'laptop']);
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'departs-from-document', severity: 'warning', subject: 'job-worker', accepted: expect.any(String) }),
  );
});

it('prints them as annotations of a pull request', async () => {
  const { stdout } = await check('--format', 'github');
  expect(stdout).toMatch(/^::warning file=profiles\/laptop\.yaml,line=\d+,col=\d+,title=caps-exceed-machine::machine: /m);
  expect(stdout).toMatch(/^::notice file=.*,title=departs-from-document::job-worker: .* \(accepted: /m);
});

it('finds nothing wrong between a profile and a base file that agrees', async () => {
  const cwd = scratch({ 'base.yml': AGREEING });
  const { code, stdout } = await shopsynth(['check', '--profile', 'laptop', '--base', 'base.yml'], { cwd });
  expect(code).toBe(0);
  expect(stdout).not.toContain('base-');
});

it('finds what a base file has and the profile does not, at its place there', async () => {
  const { code, stdout } = await fmsynth(['check', '--profile', 'x.yaml', '--base', 'base.yml'], {
    cwd: scratch({
      'base.yml': 'services:\n  redis: { image: redis }\n  extra: { image: x }\n',
      'x.yaml': sizes('  redis: { memory: { limit: 512Mi } }'),
    }),
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^warning {2}base-service-without-cap {2}base\.yml:3:3: extra: /m);
});

it('exits 4 when Compose would refuse to load both files', async () => {
  const base = 'services:\n  redis: { image: redis, deploy: { resources: { limits: { memory: 1g } } } }\n';
  const { code, stdout } = await fmsynth(['check', '--profile', 'x.yaml', '--base', 'base.yml'], {
    cwd: scratch({ 'base.yml': base, 'x.yaml': sizes('  redis: { memory: { limit: 512Mi } }') }),
  });
  expect(code).toBe(4);
  expect(stdout).toMatch(/^error {4}base-resources-contradict {2}base\.yml:2:3: redis: /m);
});

it('rejects a base file that is not there', async () => {
  const { code, stderr } = await check('--base', 'nope.yml');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^--base nope\.yml: cannot be read: no such file or directory\n$/);
});

it('rejects a folder in its place', async () => {
  const { code, stderr } = await check('--base', '.');
  expect([code, stderr]).toEqual([1, '--base .: is a directory, expected a file such as its docker-compose.yml\n']);
});

describe('--strict on a finished profile', () => {
  const fixture = join(ROOT, 'test/faultmaven/finished-cluster.yaml');
  const asJson = (profile: string, ...args: readonly string[]) =>
    fmsynth(['check', '--profile', profile, '--strict', '--format', 'json', ...args]);
  let finished: string;

  /** The profile with the defects of today's images accepted by their codes, as somebody writes down who has read them. */
  beforeAll(async () => {
    const { findings } = JSON.parse((await asJson(fixture)).stdout);
    const defects = new Set(
      findings.flatMap(({ code, consequence, accepted }: Record<string, string>) =>
        consequence !== undefined && accepted === undefined ? code : [],
      ),
    );
    const text = readFileSync(fixture, 'utf8').replace('../../profiles', join(ROOT, 'profiles'));
    const lines = [...defects].map((code) => `  ${code}: we know\n`);
    finished = join(scratch({ 'finished.yaml': text + lines.join('') }), 'finished.yaml');
  });

  const strict = (...args: readonly string[]) => asJson(finished, ...args);
  const open = (stdout: string): readonly string[] =>
    JSON.parse(stdout).findings.flatMap(({ code, subject, accepted }: Record<string, string>) =>
      accepted === undefined ? `${code}:${subject}` : [],
    );

  it('passes', async () => {
    const { code, stdout } = await strict();
    expect([code, open(stdout)]).toEqual([0, []]);
  });

  it.each([
    ['ingress.host', 'faultmaven.example.com'],
    ['ingress.auth.url', 'https://login.example.com/oauth2/auth'],
    ['services.evidence.files.bucket.name', 'faultmaven.example.com'],
    ['services.redis.export.bucket.name', 'faultmaven-backup.example.com'],
    ['registry', 'registry.example.com/mirror'],
  ])("fails where %s is the documentation's", async (path, value) => {
    const { code, stdout } = await strict('--set', `${path}=${value}`);
    expect([code, open(stdout)]).toEqual([4, [`placeholder:${path}`]]);
  });

  it('gives the reason of whatever says most', async () => {
    const { findings } = JSON.parse((await strict()).stdout);
    const reason = (about: string) => findings.find(({ subject }: { subject: string }) => subject === about)?.accepted;
    expect(reason('images.session')).toBe('a mirror of ours has it under another name');
    expect(reason('images.edge')).toBe('every other tag is in our registry');
    expect(reason('images.agent')).toBeUndefined();
  });
});
