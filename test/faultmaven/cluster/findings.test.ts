import type { ClusterPlan } from '../../../lib/targets/kubernetes/plan/plan';
import { uploadsIn } from '../../../lib/targets/kubernetes/plan/uploads';
import { check } from '../../support/check';
import { CLUSTER_PROFILES, clusterPlan, clusterPlanOf } from '../../support/cluster';

const codes = (plan: ClusterPlan, code: string) =>
  check(plan)
    .filter((finding) => finding.code === code)
    .map(({ severity, subject, accepted }) => [severity, subject, accepted !== undefined]);

it('leaves nothing that is neither accepted nor a known defect of an image', () => {
  for (const name of CLUSTER_PROFILES) {
    const open = check(clusterPlan(name)).filter(({ accepted }) => accepted === undefined);
    const unknown = open.filter(({ severity, background }) => severity !== 'warning' || background === undefined);
    expect([name, unknown.map(({ severity, code, message }) => `${severity} ${code} ${message}`)]).toEqual([name, []]);
  }
});

it('finds several replicas of what keeps data of its own, and accepts them only by name', () => {
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
  const known = (plan: ClusterPlan) => check(plan).find(({ code }) => code === 'knowledge-create-fails')?.background?.wayOut;
  expect(known(clusterPlan())).toContain('timestamps with a zone');
  expect(known(clusterPlan('cluster-released-images'))).not.toContain('timestamps with a zone');
});

it('marks PostgreSQL for cases as broken', () => {
  expect(codes(clusterPlanOf('services: { case: { storage: postgres } }\n'), 'cases-on-postgres-fail')).toEqual([['error', 'case', false]]);
});

it('finds replicas of evidence that share neither database nor files', () => {
  expect(codes(clusterPlanOf('services: { evidence: { database: sqlite, files: local } }\n'), 'replicas-share-nothing')).toEqual([
    ['error', 'evidence', false],
    ['error', 'evidence', false],
  ]);
  expect(
    codes(clusterPlanOf('services: { evidence: { replicas: 1, database: sqlite, files: local } }\n'), 'replicas-share-nothing'),
  ).toEqual([]);
  expect(codes(clusterPlan(), 'replicas-share-nothing')).toEqual([]);
});

it('finds replicas of knowledge that share no database', () => {
  expect(codes(clusterPlanOf('services: { knowledge: { database: sqlite } }\n'), 'replicas-share-nothing')).toEqual([
    ['error', 'knowledge', false],
  ]);
  expect(codes(clusterPlan('cluster-released-images'), 'replicas-share-nothing')).toEqual([]);
});

it('finds data that is lost with its pod', () => {
  expect(codes(clusterPlan(), 'lost-with-its-pod')).toEqual([['error', 'knowledge', true]]);
  expect(codes(clusterPlan('cluster-released-images'), 'lost-with-its-pod')).toEqual([]);
  const evidence = (size: string) =>
    check(clusterPlanOf(`services: { evidence: { replicas: 1${size}, database: sqlite, files: local } }\n`)).filter(
      ({ code, subject }) => code === 'lost-with-its-pod' && subject === 'evidence',
    );
  expect(evidence('')[0]?.message).toContain('what is known of uploads and uploads of each replica are gone');
  expect(evidence(', volume: { size: 1Gi }')).toEqual([]);
});

it('finds a model that every new pod has to download', () => {
  expect(codes(clusterPlan(), 'model-from-hub')).toEqual([['error', 'knowledge', true]]);
  expect(codes(clusterPlanOf('services: { knowledge: { model: { volume: models } } }\n'), 'model-from-hub')).toEqual([]);
});

it('has room for uploads in every shipped profile', () => {
  for (const name of CLUSTER_PROFILES) expect(codes(clusterPlan(name), 'uploads-exceed-memory')).toEqual([]);
});

it('lets as many uploads through as one gateway and one evidence can hold', () => {
  expect(uploadsIn(clusterPlan().services)).toEqual({ large: 2, middling: 13 });
});

it('says of a build that could not be made lately that it may be absent', () => {
  const told = check(clusterPlan()).flatMap(({ code, alike }) => (code === 'placeholder' ? [alike?.particular] : []));
  expect(told).toContain('its pipeline cannot build since 2025-12-11, so it may be absent');
});
