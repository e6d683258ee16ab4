import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultmaven } from '../../../../lib/faultmaven/application';
import { describeSource } from '../../../../lib/problem';
import { loadProfile } from '../../../../lib/profile/load';
import { check } from '../../../support/check';
import { ROOT } from '../../../support/cli';
import { CLUSTER_PROFILES, clusterPlan, clusterPlanOf, shopPlan } from '../../../support/cluster';
import { bind, shapes } from '../../../support/plans';
import { scratch } from '../../../support/scratch';

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
  const known = (plan: ReturnType<typeof clusterPlan>) =>
    check(plan).find(({ code }) => code === 'knowledge-create-fails')?.background?.wayOut;
  expect(known(clusterPlan())).toContain('aware');
  expect(known(clusterPlan('cluster-released-images'))).not.toContain('aware');
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

it('finds that nobody asks who a user is', () => {
  expect(codes(clusterPlanOf('ingress: { auth: null }\n'), 'no-authentication')).toEqual([['error', 'ingress', false]]);
});

it('finds a model that every new pod has to download', () => {
  expect(codes(clusterPlan(), 'model-from-hub')).toEqual([['error', 'knowledge', true]]);
  expect(codes(clusterPlanOf('services: { knowledge: { model: { volume: models } } }\n'), 'model-from-hub')).toEqual([]);
});

it('finds every value from the documentation, and every build that nobody could look up, at its line', () => {
  const found = check(clusterPlan()).filter(({ code }) => code === 'placeholder');
  expect(found.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([
      ...['ingress.host', 'ingress.auth.url', 'services.evidence.files.bucket.name', 'images.agent', 'images.edge', 'images.s3-client'],
      ...['services.postgres.backup.bucket.name', 'services.redis.export.bucket.name', 'apiServer.cidrs.0'],
    ]),
  );
  for (const { source } of found) expect(source && describeSource(source)).toMatch(/^profiles\/cluster\.yaml:\d+:\d+$/);
  const own = check(clusterPlanOf('ingress: { host: fm.test.org }\nimages: { agent: mine }\n')).map(({ subject }) => subject);
  expect(own).not.toContain('ingress.host');
  expect(own).not.toContain('images.agent');
});

it('takes a build for looked up where a profile of the user or a flag names it, be it the one that is shipped', () => {
  const tag = String(clusterPlan().profile.images.agent);
  const images = (plan: ReturnType<typeof clusterPlan>) =>
    check(plan).flatMap(({ code, subject }) => (code === 'placeholder' && subject.startsWith('images.') ? subject : []));
  expect(images(clusterPlan())).toContain('images.agent');
  expect(images(clusterPlan('cluster-small'))).toContain('images.agent');
  expect(images(clusterPlanOf(''))).toContain('images.agent');
  expect(images(clusterPlanOf(`images: { agent: ${tag} }\n`))).toEqual(images(clusterPlan()).filter((one) => one !== 'images.agent'));
  expect(images(clusterPlan('cluster', [`images.agent=${tag}`]))).not.toContain('images.agent');
});

it('takes a build for looked up where a profile between the user and the shipped one names it', () => {
  const tag = String(clusterPlan().profile.images.agent);
  const company = `extends: ${join(ROOT, 'profiles/cluster.yaml')}\ntarget: kubernetes\nimages: { agent: ${tag} }\n`;
  const found = check(clusterPlanOf('', { extending: './company.yaml', beside: { 'company.yaml': company } }));
  expect(found.map(({ subject }) => subject)).not.toContain('images.agent');
  expect(found.map(({ subject }) => subject)).toContain('images.auth');
});

it.each(['faultmaven.example.com', 'fm.example.net', 'faultmaven.example', 'fm.invalid'])(
  'takes %s for the documentation, also where the user wrote it',
  (host) => {
    const found = (plan: ReturnType<typeof clusterPlan>) => codes(plan, 'placeholder').map(([, subject]) => subject);
    const values = { 'ingress.host': host, 'ingress.auth.url': `https://login.${host}:4180/oauth2/auth` };
    const given = Object.entries(values).map(([path, value]) => `${path}=${value}`);
    expect(found(clusterPlan('cluster', given))).toEqual(expect.arrayContaining(Object.keys(values)));
  },
);

it.each(['2001:db8::/32', '2001:0db8:1::/48', '198.51.100.0/24'])('takes the network %s for the documentation', (network) => {
  const plan = clusterPlanOf(`apiServer: { cidrs: ["${network}"] }\n`);
  expect(codes(plan, 'placeholder').map(([, subject]) => subject)).toContain('apiServer.cidrs.0');
});

it.each(['foo.test', 'fm.localhost', 'fm.invalid'])('takes %s for a name that is kept for tests', (host) => {
  const [found] = check(clusterPlan('cluster', [`ingress.host=${host}`])).filter(({ subject }) => subject === 'ingress.host');
  expect(found?.message).toBe(`${host} is a name that RFC 2606 keeps for tests: give your own`);
  expect(found?.accepted).toBeUndefined();
});

it('finds the names of the documentation in a replica of a shipped profile, whatever the shipped one accepts', () => {
  const replica = readFileSync(join(ROOT, 'profiles/cluster.yaml'), 'utf8');
  const plan = bind(faultmaven, loadProfile({ file: 'replica.yaml', cwd: scratch({ 'replica.yaml': replica }), shapes }));
  const found = check(plan).filter(({ accepted, code }) => code === 'placeholder' && accepted === undefined);
  expect(found.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['ingress.host', 'ingress.auth.url', 'services.evidence.files.bucket.name']),
  );
  expect(check(plan).map(({ code }) => code)).not.toContain('accepts-nothing');
});

it.each(['fm.test.org', 'counterexample.com', 'example-company.com', 'fm.examples.org'])('takes %s for a name of its own', (host) => {
  const plan = clusterPlan('cluster', [`ingress.host=${host}`]);
  expect(codes(plan, 'placeholder').map(([, subject]) => subject)).not.toContain('ingress.host');
});

it('accepts the placeholders of the shipped profiles for these alone: whoever extends one is told what is missing', () => {
  const open = (plan: ReturnType<typeof clusterPlan>) =>
    codes(plan, 'placeholder').flatMap(([, subject, accepted]) => (accepted ? [] : subject));
  for (const name of CLUSTER_PROFILES) expect(open(clusterPlan(name))).toEqual([]);
  for (const own of ['', 'accept: { placeholder: null }\n']) {
    expect(open(clusterPlanOf(own))).toContain('ingress.host');
    expect(codes(clusterPlanOf(own), 'accepts-nothing')).toEqual([]);
  }
  expect(open(clusterPlanOf('accept: { placeholder: I only look }\n'))).toEqual([]);
  expect(open(clusterPlanOf('accept: { "placeholder:images": all looked up }\n'))).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/^images/)]),
  );
});

it('warns of an acceptance that matches nothing', () => {
  expect(codes(clusterPlanOf('accept: { no-such-code: because }\n'), 'accepts-nothing')).toEqual([['warning', 'accept', false]]);
  // What the base accepts and this profile has mended is not its affair.
  expect(codes(clusterPlanOf('services: { chromadb: { replicas: 1 } }\n'), 'accepts-nothing')).toEqual([]);
});

it('says that only the first of several Chromas is ever asked', () => {
  expect(codes(clusterPlan(), 'chromadb-single-writer')).toEqual([['warning', 'chromadb', true]]);
  expect(codes(clusterPlanOf('services: { chromadb: { replicas: 1 } }\n'), 'chromadb-single-writer')).toEqual([]);
});

it('says where no copy of the data is kept anywhere else', () => {
  expect(codes(clusterPlan(), 'no-point-in-time-recovery')).toEqual([]);
  expect(codes(clusterPlan(), 'no-export')).toEqual([]);
  const without = clusterPlanOf('services: { postgres: { backup: null }, redis: { export: null } }\n');
  expect(codes(without, 'no-point-in-time-recovery')).toEqual([['warning', 'postgres', false]]);
  expect(codes(without, 'no-export')).toEqual([['warning', 'redis', false]]);
});

it('shows the arithmetic where all connections together take more memory than PostgreSQL may have', () => {
  const backup = 'services.postgres.backup={bucket: {name: b.acme.net, region: eu-central-1, keys: secret}}';
  const found = (...assignments: readonly string[]) =>
    check(shopPlan(assignments)).find(({ code }) => code === 'connections-exceed-memory');
  expect(found()).toBeUndefined();
  const many = 'services.orders.replicas={min: 2, max: 20}';
  const connections = (20 + 1 + 5) * 15 + 20;
  const finding = found(many, backup);
  expect(finding?.message).toMatch(
    new RegExp(`^256Mi shared \\+ ${connections} connections × \\d+Mi \\+ 256Mi for a copy = \\d+Mi, more than its memory limit of 1Gi`),
  );
  expect(finding?.severity).toBe('error');
  expect(found(many)?.message).toMatch(new RegExp(`^256Mi shared \\+ ${connections} connections × \\d+Mi = `));
});

it('finds a quorum that a lost primary can never have', () => {
  expect(codes(clusterPlanOf('services: { redis: { quorum: 2 } }\n'), 'no-failover')).toEqual([]);
  expect(codes(clusterPlanOf('services: { redis: { quorum: 3 } }\n'), 'no-failover')).toEqual([['error', 'redis', false]]);
  expect(codes(clusterPlanOf('services: { redis: { replicas: 5, quorum: 5 } }\n'), 'no-failover')).toEqual([['error', 'redis', false]]);
  expect(codes(clusterPlanOf('services: { redis: { replicas: 5, quorum: 4 } }\n'), 'no-failover')).toEqual([]);
});

describe('an ingress controller that is retired', () => {
  const found = (text: string) =>
    check(clusterPlanOf(`ingress: ${text}\n`))
      .filter(({ code }) => code === 'ingress-retired')
      .map(({ severity, message }) => `${severity}: ${message}`);

  it.each([
    [
      'by its namespace',
      '{ namespace: ingress-nginx }',
      'ingress-nginx is the namespace of ingress-nginx, which is retired since March 2026',
    ],
    ['by a namespace like it', '{ className: public, namespace: prod-ingress-nginx }', 'prod-ingress-nginx is the namespace of'],
    [
      'by an annotation',
      '{ className: public, annotations: { nginx.ingress.kubernetes.io/proxy-body-size: 60m } }',
      'nginx.ingress.kubernetes.io/proxy-body-size is an annotation of ingress-nginx',
    ],
    ['by its class, which F5 has too', '{ namespace: ingress }', 'accept this if it is the latter'],
    ['by its class, where no pod passes requests on', '{ namespace: null, cidrs: [10.0.0.0/16] }', 'nginx is the class of ingress-nginx'],
  ])('is found %s', (_, text, expected) => {
    expect(found(text)).toEqual([expect.stringContaining(expected)]);
    expect(found(text)[0]).toMatch(/^warning: /);
  });

  it.each([
    '{ namespace: nginx-ingress }',
    '{ namespace: ingress, annotations: { nginx.org/client-max-body-size: 60m } }',
    '{ className: traefik, namespace: kube-system }',
    '{ className: nginx-internal, namespace: ingress }',
  ])('is not seen in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('an API server on nodes behind Cilium', () => {
  const found = (text: string) => codes(clusterPlanOf(`${text}\n`), 'api-server-behind-cilium');

  it.each([
    'ingress: { className: cilium }',
    'ingress: { annotations: { ingress.cilium.io/loadbalancer-mode: shared } }',
    'nodes: { tolerations: [{ key: node.cilium.io/agent-not-ready }] }',
    'nodes: { pool: { key: cilium.io/x, value: a } }',
  ])('is found where a profile shows it: %s', (text) => {
    expect(found(text)).toEqual([['warning', 'apiServer', false]]);
  });

  it.each([
    'ingress: { className: cilium }\napiServer: { ports: [443] }',
    'ingress: { className: ciliumish }',
    'ingress: { className: traefik }',
  ])('is not where it does not: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('images without a digest', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const kinds = Object.keys(clusterPlan().profile.images);
  const found = (plan: ReturnType<typeof clusterPlan>) => check(plan).filter(({ code }) => code === 'images-without-digest');
  const pinned = (but: string) =>
    clusterPlanOf(`images: { ${kinds.map((kind) => `${kind}: ${kind === but ? '1.30.4' : digest}`).join(', ')} }\n`);

  it('are one finding, however many they are', () => {
    expect(found(clusterPlanOf('')).map(({ severity, subject, message }) => [severity, subject, message])).toEqual([
      ['warning', 'images', `all ${kinds.length} images are named by a tag without a digest`],
    ]);
    expect(found(pinned('edge')).map(({ message }) => message)).toEqual([
      `edge: 1 of ${kinds.length} images are named by a tag without a digest`,
    ]);
    expect(found(pinned('none'))).toEqual([]);
  });

  it('are accepted of a shipped profile, and not of one that extends it', () => {
    for (const name of CLUSTER_PROFILES) expect(found(clusterPlan(name)).map(({ accepted }) => accepted !== undefined)).toEqual([true]);
    expect(found(clusterPlanOf('')).map(({ accepted }) => accepted)).toEqual([undefined]);
  });
});

describe('data that would kill who holds it', () => {
  const found = (...assignments: string[]) =>
    check(clusterPlan('cluster', assignments)).filter(({ code }) => code === 'data-exceeds-memory');

  it('is in no shipped profile, nor where the profile names no bound', () => {
    for (const name of CLUSTER_PROFILES) expect(codes(clusterPlan(name), 'data-exceeds-memory')).toEqual([]);
    for (const limit of ['256Mi', '2Gi', '64Gi'])
      expect(found(`services.redis.memory={request: ${limit}, limit: ${limit}}`, 'services.redis.volume.size=128Gi')).toEqual([]);
  });

  it('is found above two fifths of the memory limit, with what was measured', () => {
    expect(found('services.redis.maxmemory=409Mi')).toEqual([]);
    expect(found('services.redis.maxmemory=410Mi')).toEqual([
      expect.objectContaining({
        severity: 'warning',
        subject: 'redis',
        message: 'it may hold 410Mi (maxmemory), and under a memory limit of 1Gi survives with at most 409Mi',
        background: expect.objectContaining({ evidence: expect.stringContaining('at 448Mi the process that rewrites') }),
      }),
    ]);
    expect(found('services.redis.maxmemory=640Mi', 'services.redis.memory={request: 2Gi, limit: 2Gi}')).toEqual([]);
  });

  it('is found at the line that names the bound', () => {
    const [finding] = check(clusterPlanOf('services: { redis: { maxmemory: 640Mi } }\n')).filter(
      ({ code }) => code === 'data-exceeds-memory',
    );
    expect(finding?.source && describeSource(finding.source)).toMatch(/^x\.yaml:3:\d+$/);
  });
});

describe('uploads that would kill who holds them', () => {
  const found = (...assignments: string[]) =>
    check(clusterPlan('cluster', assignments))
      .filter(({ code }) => code === 'uploads-exceed-memory')
      .map(({ severity, subject, message }) => [severity, subject, message]);

  it('are none in the shipped profiles', () => {
    for (const name of CLUSTER_PROFILES) expect(codes(clusterPlan(name), 'uploads-exceed-memory')).toEqual([]);
  });

  it('are found in memory, with what would do', () => {
    expect(found('services.api-gateway.memory.limit=593Mi')).toEqual([
      [
        'error',
        'api-gateway',
        expect.stringMatching(/with smaller ones that is 594Mi, more than its memory limit of 593Mi: .* lower services\.edge\.replicas/),
      ],
    ]);
    expect(found('services.api-gateway.memory.limit=594Mi')).toEqual([]);
    expect(found('services.edge.replicas=5')).toEqual([
      ['error', 'evidence', expect.stringContaining('more than its scratch of 512Mi')],
      [
        'error',
        'api-gateway',
        expect.stringMatching(/^up to 10 replicas of edge let an upload of 53Mi through at once.* or lower services\.edge\.replicas$/),
      ],
    ]);
  });
});
