import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './support/eventually';
import { type Any, committed, find } from './support/manifests';
import { POSTGRES, Postgres } from './support/postgres';
import { PROJECT, PYTHON, pythonEnv } from './support/python';
import { describeWith, ROOT } from './support/tools';

jest.setTimeout(120_000);

/** With everything that has ever broken a URL or a shell. */
const PASSWORD = `p@ss:w/rd#%25$HOME'"\\ x`;

const cluster = committed('cluster');
const job: Any = find(cluster, 'Job', /^fm-evidence-service-migrate/).spec.template.spec.containers[0];
const [gate]: readonly Any[] = find(cluster, 'Deployment', /^fm-evidence-service$/).spec.template.spec.initContainers;
const [own]: readonly Any[] = find(committed('cluster-released-images'), 'Deployment', /^fm-knowledge-service$/).spec.template.spec
  .initContainers;

/** A variable of a container as it is committed. */
const variable = ({ env }: Any, name: string): string => env.find((one: Any) => one.name === name).value;

describeWith([POSTGRES, PYTHON, ROOT], 'the migrations against a real PostgreSQL', () => {
  let postgres: Postgres;
  const running: ChildProcess[] = [];

  const environment = (container: Any, user: string) => {
    const committedUrl = variable(container, 'DATABASE_URL');
    expect(committedUrl).toBe('postgresql+asyncpg://postgres:5432/fm_evidence');
    return {
      ...pythonEnv,
      DATABASE_URL: committedUrl.replace('postgres:5432', `127.0.0.1:${postgres.port}`),
      PGUSER: user,
      PGPASSWORD: PASSWORD,
    };
  };

  /** Starts a container's command, and collects what it prints. */
  function start(container: Any, user: string): { readonly ended: () => number | null; readonly output: () => string } {
    const [program, ...args] = container.command;
    const child = spawn(program as string, args, { cwd: PROJECT, env: environment(container, user) });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return { ended: () => child.exitCode, output: () => output };
  }

  const migrate = () => start(job, 'owner');
  const wait = () => start(gate, 'service');
  const migrated = async (run: ReturnType<typeof start>): Promise<void> => {
    await eventually('the migration has ended', 60, () => run.ended() !== null);
    expect([run.ended(), run.ended() === 0 ? '' : run.output()]).toEqual([0, '']);
  };

  beforeAll(async () => {
    postgres = await Postgres.make();
  });

  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await postgres?.stop();
  });

  it('wait for the server, its roles and databases, then bring the schema to the head of the image', async () => {
    const run = migrate();
    await sleep(4000);
    expect(run.ended()).toBeNull();

    await postgres.start();
    await sleep(4000);
    expect([run.ended(), run.output()]).toEqual([null, 'waiting for the database and its owner\n']);
    const quoted = `'${PASSWORD.replaceAll("'", "''")}'`;
    postgres.sql('postgres', `create role owner login password ${quoted}`);
    postgres.sql('postgres', `create role service login password ${quoted}`);
    postgres.sql('postgres', 'create database fm_evidence owner owner');
    postgres.sql('fm_evidence', 'grant usage on schema public to service');
    postgres.sql(
      'fm_evidence',
      'alter default privileges for role owner in schema public grant select, insert, update, delete on tables to service',
    );
    postgres.sql('fm_evidence', 'grant create on schema public to owner');
    await migrated(run);
    expect(postgres.sql('fm_evidence', 'select version_num from alembic_version')).toBe('002_name');
  });

  it('are harmless a second time', async () => {
    await migrated(migrate());
    expect(postgres.sql('fm_evidence', 'select count(*) from alembic_version')).toBe('1');
  });

  it('never print a password', async () => {
    const run = migrate();
    await migrated(run);
    expect(run.output()).toContain('migrating postgresql+asyncpg://127.0.0.1');
    expect(run.output()).not.toContain('p@ss');
  });

  it('let a pod go on at once when its schema is there, as a role that owns nothing', async () => {
    await migrated(wait());
  });

  it('keep a pod waiting on an older schema and on none, until it is migrated', async () => {
    postgres.sql('fm_evidence', "update alembic_version set version_num = '001_initial'");
    postgres.sql('fm_evidence', 'alter table evidence drop column name');
    const onOlder = wait();
    await sleep(6000);
    expect([onOlder.ended(), onOlder.output()]).toEqual([null, 'waiting for a Job to migrate the schema\n']);
    await migrated(migrate());
    await migrated(onOlder);

    postgres.sql('fm_evidence', 'drop table evidence, alembic_version');
    const onNone = wait();
    await sleep(4000);
    expect(onNone.ended()).toBeNull();
    await migrated(migrate());
    await migrated(onNone);
  });
});

describeWith([PYTHON], 'the migration of a file', () => {
  it("is the pod's own", () => {
    const folder = mkdtempSync(join(tmpdir(), 'fm-sqlite-'));
    const url = variable(own, 'DATABASE_URL');
    expect(url).toBe('sqlite+aiosqlite:////data/knowledge-service.db');
    const [program, ...args] = own.command;
    const env = { ...pythonEnv, DATABASE_URL: url.replace('/data/', `${folder}/`) };
    for (let time = 0; time < 2; time += 1) expect(spawnSync(program, args, { cwd: PROJECT, env }).status).toBe(0);
    expect(existsSync(join(folder, 'knowledge-service.db'))).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
