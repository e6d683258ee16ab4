import { fmsynth, type Outcome } from '../../support/cli';
import { scratch } from '../../support/scratch';

/** What a shipped profile with flags says when it takes the place of the same with others. */
async function diff(profile: string, first: readonly string[], second: readonly string[], ...flags: readonly string[]): Promise<Outcome> {
  const base = scratch();
  const sets = (all: readonly string[]): readonly string[] => all.flatMap((one) => ['--set', one]);
  expect(await fmsynth(['--profile', profile, '--output', base, '--quiet', ...sets(first)])).toMatchObject({ code: 0 });
  return fmsynth(['diff', '--profile', profile, '--against', `dir:${base}`, ...sets(second), ...flags]);
}

describe('on a laptop', () => {
  it('cases go with the container of their process, and vectors with a container that has no volume', async () => {
    const { code, stdout } = await diff('laptop', [], ['services.case.memory.limit=300Mi', 'services.chromadb.memory.limit=900Mi']);
    expect(code).toBe(6);
    expect(stdout).toContain('container-data-lost:case  its container is recreated, which destroys what it keeps in memory: cases');
    expect(stdout).toContain(
      'container-data-lost:chromadb  its container is recreated, which destroys what it keeps inside: the vectors of',
    );
  });

  it('cases go also where everything else is on disks', async () => {
    const persist = 'switches.persist=true';
    const { code, stdout } = await diff(
      'laptop',
      [persist],
      [persist, 'services.case.memory.limit=300Mi', 'services.chromadb.memory.limit=900Mi'],
    );
    expect(code).toBe(6);
    expect(stdout).toContain('container-data-lost:case');
    expect(stdout).not.toContain('container-data-lost:chromadb');
  });

  it('uploads, vectors and the volume of Chroma are no longer found without persist', async () => {
    const { code, stdout } = await diff('laptop', ['switches.persist=true'], []);
    expect(code).toBe(6);
    for (const kind of ['evidence', 'knowledge', 'chromadb']) expect(stdout).toContain(`container-data-lost:${kind}  it no longer finds `);
    expect(stdout).toContain('which stay in the volume chromadb-data');
  });

  it('cases go when their service goes off, and documents are not found in another database', async () => {
    expect((await diff('laptop', [], ['services.case=off'])).stdout).toContain('container-data-lost:case');
    const { code, stdout } = await diff(
      'laptop',
      [],
      ['services.knowledge.environment={ DATABASE_URL: "sqlite+aiosqlite:////data/b.db" }'],
    );
    expect(code).toBe(6);
    expect(stdout).toContain('it looks elsewhere for documents: other values of DATABASE_URL');
  });

  it('nothing is told of services that keep nothing', async () => {
    const { code, stdout } = await diff('laptop', [], ['services.agent.memory.limit=900Mi'], '--summary');
    expect([code, stdout.includes('Compose recreates agent; no loss of data is known.')]).toEqual([3, true]);
  });
});

describe('in a cluster', () => {
  const RELEASED = 'cluster-released-images';

  it('cases go with the pod that has them in memory', async () => {
    const { code, stdout } = await diff(RELEASED, [], ['images.case=sha-1'], '--summary');
    expect(code).toBe(6);
    expect(stdout).toContain('and no disk holds cases, which go with them');
  });

  it('a service that keeps nothing in its pods loses nothing', async () => {
    const { code, stdout } = await diff(RELEASED, [], ['images.agent=sha-1']);
    expect([code, /data-(in-pods-lost|left-behind)/.test(stdout)]).toEqual([3, false]);
  });

  it.each([
    [
      'another bucket',
      'cluster',
      'services.evidence.files.bucket.name=other.example.com',
      /uploads: S3_BUCKET_NAME \S+→other\.example\.com$/m,
    ],
    [
      'a folder in the place of a bucket',
      'cluster',
      'services.evidence.files=local',
      /uploads: STORAGE_PROVIDER s3→local, STORAGE_LOCAL_PATH /,
    ],
    ['a database in the place of a file', RELEASED, 'services.knowledge.database=postgres', /documents: DATABASE_URL sqlite\S+→postgresql/],
    ['a file in the place of a database', 'cluster', 'services.knowledge.database=sqlite', /documents: DATABASE_URL postgresql\S+→sqlite/],
    ['a database in the place of memory', RELEASED, 'services.case.storage=postgres', /cases: DATABASE_URL sqlite\S+→postgresql/],
    [
      'memory in the place of a database',
      RELEASED,
      'services.case.storage=memory',
      /cases: DATABASE_URL postgresql\S+→sqlite/,
      'services.case.storage=postgres',
    ],
  ])('data is left behind by %s', async (_, profile, set, expected, first = '') => {
    const { code, stdout } = await diff(profile, first === '' ? [] : [first, 'accept.cases-on-postgres-fail=a test'], [set]);
    expect(code).toBe(6);
    expect(stdout).toMatch(/destroys {2}data-left-behind:/);
    expect(stdout).toMatch(expected);
  });

  it('says where the first backup is still to be made', async () => {
    for (const [set, task] of [
      ['services.postgres.backup.bucket.name=b.example.com', 'no backup of postgres yet'],
      ['services.redis.export.bucket.name=b.example.com', 'no export of redis yet'],
    ] as const) {
      const { code, stdout } = await diff('cluster', [], [set], '--summary');
      expect(code).toBe(3);
      expect(stdout).toContain(`There is ${task} where it goes from now on`);
      expect(stdout).toContain('kubectl create job --from=cronjob/');
      expect(stdout).toContain('What is in the old place stays there.');
    }
    const first = await diff('cluster', ['services.postgres.backup=null'], []);
    expect(first.stdout).toContain('no backup of postgres yet');
    const later = await diff('cluster', [], ['services.postgres.backup.schedule=0 4 * * *']);
    expect(later.stdout).not.toContain('yet where it goes');
  });

  it('cases of a replica go when there are fewer replicas', async () => {
    const { code, stdout } = await diff('cluster', ['services.case.replicas=3'], ['services.case.replicas=2']);
    expect(code).toBe(6);
    expect(stdout).toContain('data-in-pods-lost:Deployment/fm-case-service  pods of it end, and no disk holds cases, which go with them');
  });

  it('uploads go with pods that have no disk, stay on one, and go when a disk takes their place', async () => {
    const local = ['services.evidence.files=local', 'services.evidence.replicas=1', 'accept.lost-with-its-pod=a test'];
    const image = 'images.evidence=sha-1';
    const inPods = await diff('cluster', local, [...local, image]);
    expect(inPods.code).toBe(6);
    expect(inPods.stdout).toContain('data-in-pods-lost:Deployment/fm-evidence-service  pods of it end, and no disk holds uploads, which');
    expect(inPods.stdout).toContain('services.evidence.files: a bucket');
    expect((await diff(RELEASED, [], [image])).stdout).not.toContain('data-in-pods-lost');
    const disk = await diff('cluster', local, [...local, 'services.evidence.volume={ size: 5Gi }']);
    expect(disk.stdout).toContain('data-in-pods-lost:Deployment/fm-evidence-service');
  });
});
