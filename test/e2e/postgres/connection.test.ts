import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BUDGET } from '../../../lib/data/postgres/postgres';
import { Memory } from '../../../lib/units/memory';
import { eventually } from '../support/eventually';
import { PYTHON, pythonEnv } from '../support/python';
import { describeWith, ROOT } from '../support/tools';
import { POSTGRES, Postgres } from './postgres';

jest.setTimeout(120_000);

const CLIENT = resolve(__dirname, 'clients/service.py');

/** What each connection is counted as where nothing is shared, less the sort of work_mem in it, which these do not do. In MiB. */
const COUNTED = BUDGET.each(Memory.ofMebibytes(0)).mebibytes - 4;

/**
 * Memory in MiB that only this process has: pages of its own mappings, without those that it shares with its parent, and without
 * the shared buffers, whose pages the kernel also calls private while nobody else has touched them. And its page tables.
 */
function privateMemory(pid: number): number {
  const mappings = readFileSync(`/proc/${pid}/smaps`, 'utf8').split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  const own = mappings.filter((mapping) => /^\S+ ...p/.test(mapping));
  const pages = own.flatMap((mapping) => [...mapping.matchAll(/^Private_\w+: +(\d+) kB/gm)].map(([, kibibytes]) => Number(kibibytes)));
  const tables = Number(/^VmPTE:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return (pages.reduce((sum, size) => sum + size, 0) + tables) / 1024;
}

describeWith([POSTGRES, PYTHON, ROOT], 'the connections of a service to a real PostgreSQL', () => {
  let postgres: Postgres;
  let client: ChildProcess | undefined;

  beforeAll(async () => {
    postgres = await Postgres.make();
    await postgres.start();
    postgres.sql('postgres', "create role service login password 'x'");
    postgres.sql('postgres', 'create database service owner service');
  });

  afterAll(async () => {
    client?.kill('SIGKILL');
    await postgres?.stop();
  });

  it('take no more memory each than the memory rule counts', async () => {
    const connection = { PGHOST: '127.0.0.1', PGPORT: String(postgres.port), PGUSER: 'service', PGPASSWORD: 'x', PGDATABASE: 'service' };
    client = spawn('python', [CLIENT], { env: { ...pythonEnv, ...connection }, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    client.stdout?.on('data', (chunk) => (output += chunk));
    await eventually('all connections have served', 60, () => output.includes('served'));

    const pids = postgres.sql('postgres', "select pid from pg_stat_activity where datname = 'service'").split('\n').map(Number);
    expect(pids).toHaveLength(15);
    const sizes = pids.map(privateMemory).sort((a, b) => a - b);
    process.stdout.write(
      `a connection takes ${sizes[0]?.toFixed(1)} to ${sizes.at(-1)?.toFixed(1)} MiB (15 connections after 40 uploads each)\n`,
    );
    expect(sizes.at(-1)).toBeLessThan(COUNTED);
  });
});
