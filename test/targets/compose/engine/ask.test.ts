import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askEngine } from '../../../../lib/targets/compose/engine/ask';
import { eventually } from '../../../e2e/support/eventually';
import { isAlive } from '../../../e2e/support/is-alive';
import { HOST, withDocker, withEngine } from '../../../support/engine';
import { scratch } from '../../../support/scratch';

const ask = (script: string, seconds?: number) => askEngine(withDocker(script), HOST, seconds);

it('asks docker info for JSON', async () => {
  const script = `test "$*" = 'info --format {{json .}}' && echo '{"MemTotal":4100000000,"NCPU":2}'`;
  expect(await ask(script)).toMatchObject({ memory: { mebibytes: 3910 }, cpus: { cores: 2 } });
});

it('reads an answer that comes in pieces, with characters of several bytes', async () => {
  const env = withEngine({ MemTotal: 4_100_000_000, NCPU: 2, KernelVersion: 'other', Name: 'é'.repeat(90), Filler: 'ü'.repeat(200_000) });
  expect((await askEngine(env, HOST)).place).toEqual({ kind: 'elsewhere', name: 'é'.repeat(90) });
});

it.each([
  ['does not answer in time', 'exec sleep 60', 'no answer within 0.2 seconds'],
  ['does not end when it is told to', "trap '' TERM INT HUP; sleep 60; sleep 60", 'no answer within 0.2 seconds'],
  ['leaves its output to somebody else', 'sleep 60 & exit 0', 'no answer within 0.2 seconds'],
  ['is not running', 'echo WARNING: x >&2; echo Cannot connect to the Docker daemon >&2; exit 1', 'Cannot connect to the Docker daemon'],
  [
    'is behind a password',
    `echo 'error during connect: Get "http://u:hunter2@host:2375/info": no (tcp://u:hun(ter2@host)' >&2; exit 1`,
    'error during connect: Get "http://***@host:2375/info": no (tcp://***@host)',
  ],
  [
    'has no such context',
    `echo 'Failed: context "nosuch": context not found: open /root/.docker/contexts/meta/0123/meta.json: no such file' >&2; exit 1`,
    'there is no Docker context nosuch: see docker context ls',
  ],
  ['ends without a word', 'exit 3', 'docker info ended with 3'],
])('rejects an engine that %s and says what to do', async (_, script, reason) => {
  await expect(ask(script, reason.startsWith('no answer') ? 0.2 : undefined)).rejects.toThrow(
    `--fit auto: the Docker engine could not be asked (${reason}): start it, or give the size, such as --fit 8Gi`,
  );
});

it.each(['yes', 'yes >&2'])('gives up on an answer that does not end: %s', async (script) => {
  await expect(ask(`exec ${script}`)).rejects.toThrow('(its answer does not end)');
});

it('leaves nothing running that it has given up on', async () => {
  const file = join(scratch(), 'pid');
  await expect(ask(`sh -c 'echo $$ >${file}; exec sleep 60' & wait`, 1)).rejects.toThrow('no answer');
  const pid = Number(readFileSync(file, 'utf8'));
  expect(pid).toBeGreaterThan(0);
  await eventually('it has ended', 10, () => !isAlive(pid));
});

it('rejects a machine without Docker', async () => {
  await expect(askEngine({ PATH: '/nowhere' }, HOST)).rejects.toThrow('there is no docker command');
});
