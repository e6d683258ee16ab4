import { check } from '../../../lib/checks/check';
import { describeSource } from '../../../lib/problem';
import { CLUSTER_PROFILES, clusterPlan, clusterPlanOf } from '../../support/cluster';

const codes = (plan: ReturnType<typeof clusterPlan>, code: string) =>
  check(plan)
    .filter((finding) => finding.code === code)
    .map(({ severity, subject, accepted }) => [severity, subject, accepted !== undefined]);

it('leaves nothing that is neither accepted nor a known defect of an image', () => {
  for (const name of CLUSTER_PROFILES) {
    const open = check(clusterPlan(name)).filter(({ accepted }) => accepted === undefined);
    expect(open.every(({ severity, background }) => severity === 'warning' && background !== undefined)).toBe(true);
  }
});

it('finds several copies of what keeps data of its own, and accepts them only by name', () => {
  expect(codes(clusterPlan(), 'cases-split')).toEqual([['error', 'case', true]]);
  expect(codes(clusterPlanOf('accept: { cases-split: null }\n'), 'cases-split')).toEqual([['error', 'case', false]]);
  expect(codes(clusterPlan('cluster-released-images'), 'cases-split')).toEqual([]);
  expect(codes(clusterPlan('cluster-released-images'), 'knowledge-split')).toEqual([]);
});

it('says of cases that every restart loses them, until the profile accepts it', () => {
  expect(codes(clusterPlan('cluster-released-images'), 'cases-in-memory')).toEqual([['error', 'case', true]]);
  expect(codes(clusterPlanOf('accept: { cases-in-memory: null }\n'), 'cases-in-memory')).toEqual([['error', 'case', false]]);
});

it("gives a cluster no laptop's advice", () => {
  for (const { code, message, background } of check(clusterPlan()))
    expect([code, `${message} ${Object.values(background ?? {}).join(' ')}`]).toEqual([
      code,
      expect.not.stringMatching(/loopbackPorts|127\.0\.0\.1|this machine|without one is an administrator|limits? destroys/),
    ]);
});

it('says of knowledge on PostgreSQL what is wrong there besides', () => {
  const known = (plan: ReturnType<typeof clusterPlan>) =>
    check(plan).find(({ code }) => code === 'knowledge-create-fails')?.background?.wayOut;
  expect(known(clusterPlan())).toContain('aware');
  expect(known(clusterPlan('cluster-released-images'))).not.toContain('aware');
});

it('marks PostgreSQL for cases as broken', () => {
  expect(codes(clusterPlanOf('backing: { caseStorage: postgres }\n'), 'cases-on-postgres-fail')).toEqual([['error', 'case', false]]);
});

it('finds copies of evidence that share neither database nor files', () => {
  expect(codes(clusterPlanOf('backing: { evidence: sqlite, files: local }\n'), 'copies-share-nothing')).toEqual([
    ['error', 'evidence', false],
    ['error', 'evidence', false],
  ]);
  expect(
    codes(clusterPlanOf('backing: { evidence: sqlite, files: local }\nservices: { evidence: { copies: 1 } }\n'), 'copies-share-nothing'),
  ).toEqual([]);
  expect(codes(clusterPlan(), 'copies-share-nothing')).toEqual([]);
});

it('finds copies of knowledge that share no database', () => {
  expect(codes(clusterPlanOf('backing: { knowledge: sqlite }\n'), 'copies-share-nothing')).toEqual([['error', 'knowledge', false]]);
  expect(codes(clusterPlan('cluster-released-images'), 'copies-share-nothing')).toEqual([]);
});

it('finds data that is lost with its pod', () => {
  expect(codes(clusterPlan(), 'lost-with-its-pod')).toEqual([['error', 'knowledge', true]]);
  expect(codes(clusterPlan('cluster-released-images'), 'lost-with-its-pod')).toEqual([]);
  const evidence = (size: string) =>
    check(clusterPlanOf(`backing: { evidence: sqlite, files: local }\nservices: { evidence: { copies: 1${size} } }\n`)).filter(
      ({ code, subject }) => code === 'lost-with-its-pod' && subject === 'evidence',
    );
  expect(evidence('')[0]?.message).toContain('what is known of uploads and uploads of each copy are gone');
  expect(evidence(', volume: { size: 1Gi }')).toEqual([]);
});

it('finds that nobody asks who a user is', () => {
  expect(codes(clusterPlanOf('ingress: { auth: null }\n'), 'no-authentication')).toEqual([['error', 'ingress', false]]);
});

it('finds a model that every new pod has to download', () => {
  expect(codes(clusterPlan(), 'model-from-hub')).toEqual([['error', 'knowledge', true]]);
  expect(codes(clusterPlanOf('backing: { model: { volume: models } }\n'), 'model-from-hub')).toEqual([]);
});

it('finds every value from the documentation, and every build that nobody could look up, at its line', () => {
  const found = check(clusterPlan()).filter(({ code }) => code === 'placeholder');
  expect(found.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([
      ...['ingress.host', 'ingress.auth.url', 'backing.files.bucket.name', 'images.agent', 'images.edge', 'images.s3-client'],
      ...['services.postgres.backup.bucket.name', 'services.redis.export.bucket.name', 'apiServer.cidrs.0'],
    ]),
  );
  for (const { source } of found) expect(source && describeSource(source)).toMatch(/^profiles\/cluster\.yaml:\d+:\d+$/);
  const own = check(clusterPlanOf('ingress: { host: fm.test.org }\nimages: { agent: mine }\n')).map(({ subject }) => subject);
  expect(own).not.toContain('ingress.host');
  expect(own).not.toContain('images.agent');
});

it('warns of an acceptance that matches nothing', () => {
  expect(codes(clusterPlanOf('accept: { no-such-code: because }\n'), 'accepts-nothing')).toEqual([['warning', 'accept', false]]);
  // What the base accepts and this profile has mended is not its affair.
  expect(codes(clusterPlanOf('services: { chromadb: { copies: 1 } }\n'), 'accepts-nothing')).toEqual([]);
});

it('says that only the first of several Chromas is ever asked', () => {
  expect(codes(clusterPlan(), 'chromadb-single-writer')).toEqual([['warning', 'chromadb', true]]);
  expect(codes(clusterPlanOf('services: { chromadb: { copies: 1 } }\n'), 'chromadb-single-writer')).toEqual([]);
});

it('says where no copy of the data is kept anywhere else', () => {
  expect(codes(clusterPlan(), 'no-point-in-time-recovery')).toEqual([]);
  expect(codes(clusterPlan(), 'no-export')).toEqual([]);
  const without = clusterPlanOf('services: { postgres: { backup: null }, redis: { export: null } }\n');
  expect(codes(without, 'no-point-in-time-recovery')).toEqual([['warning', 'postgres', false]]);
  expect(codes(without, 'no-export')).toEqual([['warning', 'redis', false]]);
});

it('shows the arithmetic where all connections together take more memory than PostgreSQL may have', () => {
  expect(codes(clusterPlan(), 'connections-exceed-memory')).toEqual([]);
  const small = clusterPlanOf('services: { postgres: { memory: { request: 2Gi, limit: 2Gi } } }\n');
  const [finding] = check(small).filter(({ code }) => code === 'connections-exceed-memory');
  const connections = (6 + 1 + 5 + 8 + 1 + 5) * 15 + 20;
  expect(finding?.message).toMatch(
    new RegExp(`^512Mi shared \\+ ${connections} connections × \\d+Mi = \\d+Mi, more than its memory limit of 2Gi`),
  );
  expect(finding?.severity).toBe('error');
});

it('finds a quorum that a lost primary can never have', () => {
  expect(codes(clusterPlanOf('services: { redis: { quorum: 2 } }\n'), 'no-failover')).toEqual([]);
  expect(codes(clusterPlanOf('services: { redis: { quorum: 3 } }\n'), 'no-failover')).toEqual([['error', 'redis', false]]);
  expect(codes(clusterPlanOf('services: { redis: { copies: 5, quorum: 5 } }\n'), 'no-failover')).toEqual([['error', 'redis', false]]);
  expect(codes(clusterPlanOf('services: { redis: { copies: 5, quorum: 4 } }\n'), 'no-failover')).toEqual([]);
});
