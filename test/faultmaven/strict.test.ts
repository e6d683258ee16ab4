import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fmsynth, ROOT } from '../support/cli';
import { scratch } from '../support/scratch';

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
