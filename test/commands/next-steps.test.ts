import { fmsynth, PUBLISHED } from '../support/cli';
import { sizes } from '../support/plans';
import { scratch } from '../support/scratch';

const laptop = (cwd: string, ...args: readonly string[]) => fmsynth(['--profile', 'laptop', ...args], { cwd });

it('suggests the same flags again for the folder of the published file', async () => {
  const { stderr } = await laptop(scratch(), '--fit', '8Gi', '--set', 'services.redis.cpu.limit=0.5', '--output', 'fit8');
  const flags = '--profile laptop --set services.redis.cpu.limit=0.5 --fit 8Gi';
  expect(stderr).toContain(`next: fmsynth ${flags} --output ../faultmaven-deploy (`);
  expect(stderr).toContain(`fmsynth check ${flags}\n`);
});

it.each([
  ['laptop', 'fmsynth --profile laptop --fit auto --output ../faultmaven-deploy '],
  ['laptop-8gb', 'fmsynth --profile laptop-8gb --output ../faultmaven-deploy '],
])('never leads from %s to caps that are more than the machine can give', async (profile, command) => {
  const { stderr } = await fmsynth(['--profile', profile]);
  expect(stderr).toContain(`next: ${command}(the folder of FaultMaven's docker-compose.yml`);
});

it('leads to a fit although the profile accepts that its caps exceed the machine', async () => {
  const text = `${sizes('  agent: { memory: { limit: 7Gi } }')}accept: { caps-exceed-machine: I close the browser }\n`;
  const { stderr } = await fmsynth(['--profile', 'x.yaml'], { cwd: scratch({ 'x.yaml': text }) });
  expect(stderr).toContain('next: fmsynth --profile x.yaml --fit auto --output ');
});

describe('beside the published file', () => {
  const DEPLOYMENT = { 'deploy/docker-compose.yml': PUBLISHED, 'deploy/faultmaven': '#!/bin/sh\n', 'deploy/.env': 'A=1\n' };
  const LINE = 'COMPOSE_FILES="-f docker-compose.yml -f docker-compose.override.yml"';

  it('gives the line that makes the wrapper load it', async () => {
    const { stderr } = await laptop(scratch(DEPLOYMENT), '--output', 'deploy');
    expect(stderr).toContain(`add this line to deploy/.env\n  ${LINE}\n`);
    expect(stderr).toMatch(
      /^next: fmsynth --profile laptop --fit auto --output deploy \(.*\)\nthen: cd deploy && docker compose up -d\n$/m,
    );
  });

  it('leads straight to Docker where the caps fit', async () => {
    const { stderr } = await fmsynth(['--profile', 'laptop-8gb', '--output', 'deploy'], { cwd: scratch(DEPLOYMENT) });
    expect(stderr).toMatch(/^next: cd deploy && docker compose up -d\n$/m);
    expect(stderr).not.toContain('--fit');
  });

  it('does not repeat it when it is there', async () => {
    const { stderr } = await laptop(scratch({ ...DEPLOYMENT, 'deploy/.env': `${LINE}\n` }), '--output', 'deploy');
    expect(stderr).not.toContain('COMPOSE_FILES');
  });

  it('warns before the first use of what recreating the containers destroys, and says how to save it', async () => {
    const cwd = scratch(DEPLOYMENT);
    const { stderr } = await laptop(cwd, '--output', 'deploy');
    expect(stderr).toContain('  (cd deploy && docker compose cp fm-evidence-service:/app/data/uploads/. ./data/uploads)\n');
    expect(stderr).toContain('  (cd deploy && docker compose cp fm-knowledge-service:/app/data/chroma/. ./data/chroma)\n');
    expect(stderr).toContain('from then on switches.persist keeps it under ./data:');
    expect((await laptop(cwd, '--output', 'deploy')).stderr).not.toContain('docker compose cp');
  });

  it('does not advise the switch that is on', async () => {
    const { stderr } = await laptop(scratch(DEPLOYMENT), '--output', 'deploy', '--set', 'switches.persist=true');
    expect(stderr).toContain('if FaultMaven has run here before, copy it out first:\n');
  });

  it('warns as well when the example that the wrapper has copied is replaced', async () => {
    const example = { 'deploy/docker-compose.override.yml': 'x\n', 'deploy/docker-compose.override.yml.example': 'x\n' };
    const { stderr } = await laptop(scratch({ ...DEPLOYMENT, ...example }), '--output', 'deploy');
    expect(stderr).toContain('docker compose cp fm-evidence-service:');
  });
});
