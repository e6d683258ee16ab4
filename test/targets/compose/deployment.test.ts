import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { deploymentIn, lineOf } from '../../../lib/targets/compose/deployment';
import { scratch } from '../../support/scratch';

const START = { file: 'start-shop', variable: 'SHOP_FILES' };
const published = { published: { folder: '../shop', wrapper: START } };
const LINE = lineOf(START);

const wrapper = { 'start-shop': '#!/bin/bash\n', 'docker-compose.yml': 'services: {}\n' };

it('sees nothing in a folder that has nothing, or is not there', () => {
  expect(deploymentIn(scratch(), published)).toEqual({ base: false, unaware: undefined });
  expect(deploymentIn('/nowhere/at/all', published)).toEqual({ base: false, unaware: undefined });
});

it.each(['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'])('sees the base file %s', (name) => {
  expect(deploymentIn(scratch({ [name]: '' }), published)).toEqual({ base: true, unaware: undefined });
});

it.each([
  ['there is no .env', {}],
  ['.env says something else', { '.env': 'SERVER_HOST=localhost\n' }],
  ['the line is commented out', { '.env': `# ${LINE}\n` }],
  ['the line is in another', { '.env': `NOTE=add export ${LINE}\n` }],
  ['the line names no override', { '.env': 'SHOP_FILES="-f docker-compose.yml"\n' }],
  ['another variable names the override', { '.env': 'FILES="-f docker-compose.override.yml"\n' }],
])('knows that the wrapper needs its line when %s', (_, more) => {
  expect(deploymentIn(scratch({ ...wrapper, ...more }), published).unaware).toBe(START);
});

it.each([`${LINE}\n`, `A=1\r\n${LINE}\r\nB=2\r\n`, `A=1\n${LINE}\n`, `export ${LINE}`, `  export   ${LINE}`])(
  'knows that the wrapper has its line: %j',
  (env) => {
    expect(deploymentIn(scratch({ ...wrapper, '.env': env }), published).unaware).toBeUndefined();
  },
);

it('does not wait for a pipe in the place of .env', () => {
  const folder = scratch(wrapper);
  execFileSync('mkfifo', [join(folder, '.env')]);
  expect(deploymentIn(folder, published).unaware).toBe(START);
});

it('gives a line that loads the published file and the override after it', () => {
  expect(LINE).toBe('SHOP_FILES="-f docker-compose.yml -f docker-compose.override.yml"');
});

it('asks for no line where no wrapper is published', () => {
  expect(deploymentIn(scratch(wrapper), {})).toEqual({ base: true, unaware: undefined });
});
