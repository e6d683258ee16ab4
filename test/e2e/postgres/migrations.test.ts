import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { type Any, committed, find } from '../support/manifests';
import { PROJECT, PYTHON, pythonEnv } from '../support/python';
import { describeWith, ROOT } from '../support/tools';
import { POSTGRES, Postgres } from './postgres';

jest.setTimeout(120_000);

/** With everything that has ever broken a URL or a shell. */
const PASSWORD = `p@ss:w/rd#%25$HOME'"\\ x`;
const HEAD = '002_name';

const cluster = committed('cluster');
const job: Any = find(cluster, 'Job', /^fm-evidence-service-migrate/);
const [migration]: readonly Any[] = job.spec.template.spec.containers;
const [gate]: readonly Any[] = find(cluster, 'Deployment', /^fm-evidence-service$/).spec.template.spec.initContainers;
const [own]: readonly Any[] = find(committed('cluster-released-images'), 'Deployment', /^fm-knowledge-service$/).spec.template.spec
  .initContainers;

/** A variable of a container as it is committed. */
const variable = ({ env }: Any, name: string): string => env.find((one: Any) => one.name === name).value;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The project as another image has it, with other revisions besides. */
function imageWith(revisions: Readonly<Record<string, { readonly after: string | null; readonly on?: string; readonly does?: string }>>) {
  const folder = mkdtempSync(join(tmpdir(), 'fm-image-'));
  folders.push(folder);
  cpSync(PROJECT, folder, { recursive: true });
  for (const [revision, { after, on = null, does = 'pass' }] of Object.entries(revisions)) {
    const header = `revision = "${revision}"\ndown_revision = ${quoted(after)}\ndepends_on = ${quoted(on)}\n`;
    const imports = 'import sqlalchemy as sa\nfrom alembic import op\n';
    writeFileSync(join(folder, `alembic/versions/${revision}.py`), `${imports}\n${header}\n\ndef upgrade():\n    ${does}\n`);
  }
  return folder;
}

const quoted = (text: string | null): string => (text === null ? 'None' : `"${text}"`);

/** The next image. What it adds an older one can live with. */
const NEXT = { '003_size': { after: HEAD, does: 'op.add_column("evidence", sa.Column("size", sa.Integer))' } };

interface Run {
  readonly ended: () => number | null;
  readonly output: () => string;
}

describeWith([POSTGRES, PYTHON, ROOT], 'the migrations against a real PostgreSQL', () => {
  let postgres: Postgres;
  const running: ChildProcess[] = [];

  /** Starts a container's command in the folder of an image, and collects what it prints. */
  function start(container: Any, user: string, { image = PROJECT, ...more }: NodeJS.ProcessEnv & { readonly image?: string } = {}): Run {
    const committedUrl = variable(container, 'DATABASE_URL');
    expect(committedUrl).toBe('postgresql+asyncpg://postgres:5432/fm_evidence');
    const url = committedUrl.replace('postgres:5432', `127.0.0.1:${postgres.port}`);
    const env = { ...pythonEnv, PYTHONPATH: image, DATABASE_URL: url, PGUSER: user, PGPASSWORD: PASSWORD, ...more };
    const [program, ...args] = container.command;
    const child = spawn(program as string, args, { cwd: image, env });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return { ended: () => child.exitCode, output: () => output };
  }

  const migrate = (options?: NodeJS.ProcessEnv & { readonly image?: string }) => start(migration, 'owner', options);
  const wait = (options?: NodeJS.ProcessEnv & { readonly image?: string }) => start(gate, 'service', options);
  /** A copy of the service itself, of the image that is oldest. */
  const serve = () => start({ ...gate, command: ['python', 'service.py'] }, 'service');
  /** Waits until a copy has written something, twice: the second time it has begun to after the call. */
  async function serves(run: Run): Promise<void> {
    const written = () => run.output().split('written: ').length;
    const before = written();
    await eventually('it writes', 60, () => written() > before + 1 || run.ended() !== null);
    expect([run.ended(), run.ended() === null ? '' : run.output()]).toEqual([null, '']);
  }
  const revision = () => postgres.sql('fm_evidence', 'select string_agg(version_num, $$,$$ order by version_num) from alembic_version');
  const says = (run: Run, words: string) => eventually(`it says ${words}`, 60, () => run.output().includes(words));

  /** Returns what it said. */
  async function succeeds(run: Run): Promise<string> {
    await eventually('it has ended', 60, () => run.ended() !== null);
    expect([run.ended(), run.ended() === 0 ? '' : run.output()]).toEqual([0, '']);
    return run.output();
  }

  const secret = `'${PASSWORD.replaceAll("'", "''")}'`;
  const asBootstrapped = [
    `create role owner login password ${secret}`,
    `create role service login password ${secret}`,
    'create database fm_evidence owner owner',
  ];
  const granted = [
    'grant usage on schema public to service',
    'alter default privileges for role owner in schema public grant select, insert, update, delete on tables to service',
    'grant create, usage on schema public to owner',
  ];

  /** An empty database, as the bootstrap leaves it. */
  const anew = () => {
    postgres.sql('fm_evidence', 'drop schema public cascade');
    for (const statement of ['create schema public', ...granted]) postgres.sql('fm_evidence', statement);
  };

  beforeAll(async () => {
    postgres = await Postgres.make();
  });

  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await postgres?.stop();
  });

  it('wait for the server, its roles and its databases, say for which, and then migrate to the head of the image', async () => {
    const runs = [migrate(), wait()];
    for (const run of runs) await says(run, 'schema: waiting for the database: the database server cannot be reached: ');

    await postgres.start();
    for (const [number, role] of (['owner', 'service'] as const).entries())
      await says(runs[number] as Run, `the database server refuses the role ${role}: InvalidPasswordError: password authentication failed`);
    for (const statement of asBootstrapped) postgres.sql('postgres', statement);
    for (const statement of granted) postgres.sql('fm_evidence', statement);
    const [migrated, waited] = await Promise.all(runs.map(succeeds));
    expect(migrated).toContain(`the schema is not there yet, this image wants ${HEAD}`);
    expect(waited).toContain(`the schema is at ${HEAD}, as this image wants it`);
    expect(revision()).toBe(HEAD);
  });

  it('change nothing a second time', async () => {
    await succeeds(migrate());
    expect(postgres.sql('fm_evidence', 'select count(*) from alembic_version')).toBe('1');
  });

  it('let a pod start at once if its schema is there, with a role that owns nothing', async () => {
    await succeeds(wait());
  });

  it('make a pod wait for an older or missing schema until it is migrated, and say so', async () => {
    postgres.sql('fm_evidence', "update alembic_version set version_num = '001_initial'");
    postgres.sql('fm_evidence', 'alter table evidence drop column name');
    const onOlder = wait();
    await says(onOlder, `waiting for its migration: the schema is at 001_initial, this image wants ${HEAD}\n`);
    await sleep(4000);
    expect(onOlder.ended()).toBeNull();
    await succeeds(migrate());
    await succeeds(onOlder);

    anew();
    const onNone = wait();
    await says(onNone, `waiting for its migration: the schema is not there yet, this image wants ${HEAD}\n`);
    postgres.sql('fm_evidence', 'create table alembic_version (version_num varchar(32) primary key)');
    postgres.sql('fm_evidence', 'alter table alembic_version owner to owner; grant select on alembic_version to service');
    await sleep(4000);
    expect(onNone.ended()).toBeNull();
    await succeeds(migrate());
    await succeeds(onNone);
  });

  it('print the same message once only', async () => {
    postgres.sql('fm_evidence', "update alembic_version set version_num = '001_initial'");
    const run = wait();
    await says(run, 'waiting');
    await sleep(7000);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    postgres.sql('fm_evidence', `update alembic_version set version_num = '${HEAD}'`);
    await succeeds(run);
  });

  it('allow a rollout and a rollback while old pods restart', async () => {
    const next = imageWith(NEXT);
    const old = serve();
    const oldProcess = running.at(-1);
    await serves(old);
    const late = wait({ image: next });
    await says(late, 'this image wants 003_size');
    await succeeds(migrate({ image: next }));
    await succeeds(late);
    expect(revision()).toBe('003_size');

    // An old pod goes on with a schema that it has never heard of. It dies, its gate is asked again, and it is back.
    await serves(old);
    oldProcess?.kill('SIGKILL');
    const unknown = 'the schema is at 003_size, which this image does not know: a newer image has migrated it';
    expect(await succeeds(wait())).toContain(unknown);
    const back = serve();
    const backProcess = running.at(-1);
    await serves(back);
    backProcess?.kill('SIGKILL');
    const last = Number([...back.output().matchAll(/written: (\d+)\n/g)].at(-1)?.[1]);
    expect(Number(postgres.sql('fm_evidence', 'select count(*) from evidence where size is null'))).toBeGreaterThanOrEqual(last);
    // The rollout is undone: the old image has a Job and pods.
    expect(await succeeds(migrate())).toContain(unknown);
    expect(await succeeds(wait())).toContain(unknown);
    expect(revision()).toBe('003_size');
    // And forward again.
    await succeeds(migrate({ image: next }));
    await succeeds(wait({ image: next }));
  });

  it('treat a revision as unknown whose name is a prefix of a known one', async () => {
    const known = revision();
    postgres.sql('fm_evidence', "update alembic_version set version_num = '00'");
    expect(await succeeds(wait())).toContain('the schema is at 00, which this image does not know');
    postgres.sql('fm_evidence', `update alembic_version set version_num = '${known}'`);
  });

  it('migrate every branch of the revisions to its head, and wait for each', async () => {
    anew();
    await succeeds(migrate());
    const branched = imageWith({ '003_left': { after: HEAD }, '003_right': { after: HEAD } });
    const run = wait({ image: branched });
    await says(run, `the schema is at ${HEAD}, this image wants 003_left, 003_right\n`);
    postgres.sql('fm_evidence', "update alembic_version set version_num = '003_left'");
    await says(run, 'the schema is at 003_left, this image wants 003_right\n');
    await succeeds(migrate({ image: branched }));
    await succeeds(run);
    expect(revision()).toBe('003_left,003_right');
    expect(await succeeds(migrate())).toContain('the schema is at 003_left, 003_right, which this image does not know');
  });

  it('accept a head on which another one depends', async () => {
    anew();
    const depending = imageWith({ a_base: { after: null }, '003_on_a': { after: HEAD, on: 'a_base' } });
    await succeeds(migrate({ image: depending }));
    await succeeds(wait({ image: depending }));
  });

  it('give up after a while if their password is refused, so that a new container reads the Secret again', async () => {
    const wrong = { PGPASSWORD: 'nobody-knows', SCHEMA_PATIENCE: '4' };
    for (const [run, role] of [
      [migrate(wrong), 'owner'],
      [wait(wrong), 'service'],
    ] as const) {
      await eventually('it has given up', 60, () => run.ended() !== null);
      // The Job counts it and makes another pod, as the kubelet makes another container.
      expect(run.ended()).toBe(1);
      expect(run.output()).toContain(`given up after 4 s, to be started anew: the database server refuses the role ${role}: `);
      expect(run.output()).not.toContain('nobody-knows');
    }
    await succeeds(migrate());
    await succeeds(wait());
  });

  it('wait longer for a missing database than for a refused role', async () => {
    const absent = { DATABASE_URL: `postgresql+asyncpg://127.0.0.1:${postgres.port}/fm_late`, SCHEMA_PATIENCE: '4' };
    const runs = [migrate(absent), wait(absent)];
    for (const run of runs) await says(run, 'waiting for the database: the database server has no such database: InvalidCatalogNameError');
    await sleep(8000);
    expect(runs.map(({ ended }) => ended())).toEqual([null, null]);
    postgres.sql('postgres', 'create database fm_late owner owner');
    for (const statement of granted) postgres.sql('fm_late', statement);
    await Promise.all(runs.map(succeeds));
  });

  it.each([
    ['a database that does not exist', 'fm_evidence', 'fm_absent', /has no such database: InvalidCatalogNameError/],
    ['a password in a URL', '127.0.0.1', 'me:hidden-word@127.0.0.1', /refuses the role service/],
  ])('report %s without a secret', async (_, from, to, words) => {
    const url = `postgresql+asyncpg://127.0.0.1:${postgres.port}/fm_evidence`.replace(from, to);
    const run = wait({ DATABASE_URL: url, ...(to.includes('@') ? { PGPASSWORD: '' } : {}) });
    await eventually(`it says ${words}`, 60, () => words.test(run.output()));
    expect(run.output()).toContain('waiting for the database: ');
    expect(run.output()).not.toContain('hidden-word');
  });

  it('wait for a server without free connections, and say that it cannot be reached', async () => {
    postgres.sql('postgres', 'alter role service connection limit 0');
    const run = wait();
    await says(run, 'the database server cannot be reached: TooManyConnectionsError');
    postgres.sql('postgres', 'alter role service connection limit -1');
    await says(run, 'which this image does not know');
  });

  it('show what is wrong with the revisions of an image', async () => {
    const broken = imageWith({ '003_orphan': { after: 'never_was' } });
    const runs = [migrate({ image: broken }), wait({ image: broken, SCHEMA_PATIENCE: '4' })];
    for (const run of runs) await eventually('it has failed', 60, () => run.ended() !== null);
    expect(runs.map(({ ended }) => ended())).toEqual([1, 1]);
    expect(runs[0]?.output()).toContain('never_was');
    expect(runs[1]?.output()).toContain('given up after 4 s, to be started anew: the schema cannot be looked at: ');
  });

  it('never print a password', async () => {
    anew();
    const output = await succeeds(migrate());
    expect(output).toContain('migrating postgresql+asyncpg://127.0.0.1');
    expect(output).not.toContain('p@ss');
  });

  it('end at once on SIGTERM', async () => {
    const run = wait({ PGPASSWORD: 'wrong' });
    await says(run, 'waiting');
    running.at(-1)?.kill('SIGTERM');
    await eventually('it has ended', 10, () => run.ended() !== null);
    expect(run.ended()).toBe(143);
  });
});

describeWith([PYTHON], 'the migration of a file', () => {
  it('belongs to the pod, and lets an older image run with a newer schema', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fm-sqlite-'));
    folders.push(folder);
    const url = variable(own, 'DATABASE_URL');
    expect(url).toBe('sqlite+aiosqlite:////data/knowledge-service.db');
    const [program, ...args] = own.command;
    const run = (image: string) => {
      const env = { ...pythonEnv, PYTHONPATH: image, DATABASE_URL: url.replace('/data/', `${folder}/`) };
      const { status, stdout } = spawnSync(program, args, { cwd: image, env, encoding: 'utf8' });
      expect(status).toBe(0);
      return stdout;
    };
    for (let time = 0; time < 2; time += 1) run(PROJECT);
    expect(existsSync(join(folder, 'knowledge-service.db'))).toBe(true);
    run(imageWith(NEXT));
    expect(run(PROJECT)).toContain('the schema is at 003_size, which this image does not know');
  });
});
