import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { COMPOSE_FILES_LINE, deploymentIn } from '../../../lib/targets/compose/deployment';
import { scratch } from '../../support/scratch';

const wrapper = { faultmaven: '#!/bin/bash\n', 'docker-compose.yml': 'services: {}\n' };

it('sees nothing in a folder that has nothing, or is not there', () => {
  expect(deploymentIn(scratch())).toEqual({ base: false, needsComposeFiles: false });
  expect(deploymentIn('/nowhere/at/all')).toEqual({ base: false, needsComposeFiles: false });
});

it.each(['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'])('sees the base file %s', (name) => {
  expect(deploymentIn(scratch({ [name]: '' }))).toEqual({ base: true, needsComposeFiles: false });
});

it.each([
  ['there is no .env', {}],
  ['.env says something else', { '.env': 'SERVER_HOST=localhost\n' }],
  ['the line is commented out', { '.env': `# ${COMPOSE_FILES_LINE}\n` }],
  ['the line names no override', { '.env': 'COMPOSE_FILES="-f docker-compose.yml"\n' }],
  ['another variable names the override', { '.env': 'FILES="-f docker-compose.override.yml"\n' }],
])('knows that the wrapper needs its line when %s', (_, more) => {
  expect(deploymentIn(scratch({ ...wrapper, ...more })).needsComposeFiles).toBe(true);
});

it.each([`${COMPOSE_FILES_LINE}\n`, `A=1\r\n${COMPOSE_FILES_LINE}\r\nB=2\r\n`, `export ${COMPOSE_FILES_LINE}`])(
  'knows that the wrapper has its line: %j',
  (env) => {
    expect(deploymentIn(scratch({ ...wrapper, '.env': env })).needsComposeFiles).toBe(false);
  },
);

it('does not wait for a pipe in the place of .env', () => {
  const folder = scratch(wrapper);
  execFileSync('mkfifo', [join(folder, '.env')]);
  expect(deploymentIn(folder).needsComposeFiles).toBe(true);
});

it('gives a line that loads the published file and the override after it', () => {
  expect(COMPOSE_FILES_LINE).toBe('COMPOSE_FILES="-f docker-compose.yml -f docker-compose.override.yml"');
});
