import { check } from '../../../lib/checks/check';
import { describeSource } from '../../../lib/problem';
import { clusterPlan, clusterPlanOf } from '../../support/cluster';

const codes = (plan: ReturnType<typeof clusterPlan>, code: string) =>
  check(plan)
    .filter((finding) => finding.code === code)
    .map(({ severity, subject, accepted }) => [severity, subject, accepted !== undefined]);

it('leaves nothing that is neither accepted nor a known defect of an image', () => {
  for (const name of ['cluster', 'cluster-released-images'] as const) {
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
    expect.arrayContaining(['ingress.host', 'ingress.auth.url', 'backing.files.bucket.name', 'images.agent', 'images.edge']),
  );
  for (const { source } of found) expect(source && describeSource(source)).toMatch(/^profiles\/cluster\.yaml:\d+:\d+$/);
  const own = check(clusterPlanOf('ingress: { host: fm.test.org }\nimages: { agent: mine }\n')).map(({ subject }) => subject);
  expect(own).not.toContain('ingress.host');
  expect(own).not.toContain('images.agent');
});

it('warns of an acceptance that matches nothing', () => {
  expect(codes(clusterPlanOf('accept: { no-such-code: because }\n'), 'accepts-nothing')).toEqual([['warning', 'accept', false]]);
});
