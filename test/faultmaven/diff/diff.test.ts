import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { faultmaven } from '../../../lib/faultmaven/application';
import type { Application } from '../../../lib/model/application';
import { fmsynth, type Outcome } from '../../support/cli';
import { scratch } from '../../support/scratch';

/*
 * What a reviewer has to learn from a change of the agent: its memory limit from 4 to 5Gi, its maximum from 10 to 12. The profiles are those
 * of cba60b8. The quota has grown since from 155 to 170 pods, because it leaves room for a restore beside what is live: nine members and six
 * Jobs more. What the change adds to it are four, as then.
 */

const PROFILES = join(__dirname, 'profiles');

/** FaultMaven with the services that those profiles know: whatever came later has no size in them. */
const THEN: Application = {
  ...faultmaven,
  services: faultmaven.services.filter(({ kind }) => kind in parse(readFileSync(join(PROFILES, 'cluster.yaml'), 'utf8')).services),
};
const synth: typeof fmsynth = (args, options) => fmsynth(args, { root, cwd: root, application: THEN, ...options });

let root: string;
let base: string;

beforeAll(async () => {
  root = scratch();
  cpSync(PROFILES, join(root, 'profiles'), { recursive: true });
  base = scratch();
  for (const profile of ['cluster', 'cluster-released-images', 'cluster-small']) {
    const { code } = await synth(['--profile', profile, '--output', join(base, profile), '--quiet']);
    expect(code).toBe(0);
  }
});

/** The profile `cluster` with other words in it. */
function edit(...changes: readonly (readonly [from: string, to: string])[]): void {
  const text = readFileSync(join(PROFILES, 'cluster.yaml'), 'utf8');
  const edited = changes.reduce((before, [from, to]) => before.replace(from, to), text);
  expect(edited).not.toBe(text);
  writeFileSync(join(root, 'profiles/cluster.yaml'), edited);
}

const diff = (...args: readonly string[]): Promise<Outcome> => synth(['diff', '--against', `dir:${base}`, ...args]);

const AGENT =
  '    replicas: { min: 3, max: 10 }\n    cpu: { request: 1, limit: 2 }\n    memory: { request: 2Gi, limit: 4Gi }\n    providers';
const LARGER = AGENT.replace('max: 10', 'max: 12').replace('limit: 4Gi', 'limit: 5Gi');

const SENTENCES = [
  'agent: memory limit 4→5Gi, max 10→12.',
  'At rest: pods and requests unchanged, limits +3Gi.',
  'Full load: 73→75 pods, CPU requests 44.7→46.7, memory limits 168.4→188.4Gi.',
  'Quota 170→174 pods.',
  'Rolls agent only, HPA in place; no disk, Secret, Job or max_connections change.',
  'Also in cluster-released-images; cluster-small unaffected.',
  'Findings: none new.',
  "Resource plan's memory: 85 instead of 82Gi.",
];

it('says what a larger agent means, in the words of a comment', async () => {
  edit([AGENT, LARGER]);
  expect(await diff('--all', '--summary')).toEqual({ code: 3, stdout: `cluster\n${SENTENCES.join(' ')}\n`, stderr: '' });
  const { stdout } = await diff('--all', '--format', 'markdown');
  expect(stdout.split('\n').slice(0, 3)).toEqual(['**cluster**', '', SENTENCES.join(' ').replaceAll('_', '\\_')]);
});

it('names the profile where there is only one, and the others not', async () => {
  edit([AGENT, LARGER]);
  const { stdout } = await diff('--profile', 'cluster', '--summary');
  expect(stdout).toBe(`cluster\n${SENTENCES.filter((one) => !one.startsWith('Also')).join(' ')}\n`);
});

it('says why a setting of PostgreSQL changes', async () => {
  edit(['evidence:\n    replicas: { min: 3, max: 6 }', 'evidence:\n    replicas: { min: 3, max: 9 }']);
  const { stdout } = await diff('--profile', 'cluster', '--summary');
  expect(stdout).toContain(' max_connections 410→455, because evidence may have 9 replicas. ');
  expect(stdout).toContain("runs postgres's bootstrap and postgres's configure");
  expect(stdout).toContain('; no disk or Secret change.');
});

it('says which settings follow from memory and from disks', async () => {
  edit(['memory: { request: 8Gi, limit: 8Gi }', 'memory: { request: 16Gi, limit: 16Gi }'], ['size: 8Gi }', 'size: 16Gi }']);
  const { code, stdout } = await diff('--profile', 'cluster');
  expect(code).toBe(6);
  expect(stdout).toContain('refused  disk-grows:StatefulSet/redis');
  expect(stdout).toContain('    postgres: shared_buffers 2048MB→4096MB, because its memory limit goes 8→16Gi\n');
});
