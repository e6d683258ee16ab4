import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSource } from '../../../../lib/problem';
import { loadProfile } from '../../../../lib/profile/load';
import type { ClusterPlan } from '../../../../lib/targets/kubernetes/plan/plan';
import { shop } from '../../../fixture/shop';
import { check } from '../../../support/check';
import { SHOP_PROFILES, shopPlan, shopPlanOf } from '../../../support/cluster';
import { bind, clusterOver, shopShapes } from '../../../support/plans';
import { scratch } from '../../../support/scratch';
import { testService } from '../../../support/services';

const codes = (plan: ClusterPlan, code: string) =>
  check(plan)
    .filter((finding) => finding.code === code)
    .map(({ severity, subject, accepted }) => [severity, subject, accepted !== undefined]);

it('finds that nobody asks who a user is', () => {
  expect(codes(shopPlanOf('ingress: { auth: null }\n'), 'no-authentication')).toEqual([['error', 'ingress', false]]);
});

it('finds every value from the documentation, and every build that nobody could look up, at its line', () => {
  const found = check(shopPlan()).filter(({ code }) => code === 'placeholder');
  expect(found.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([
      ...['ingress.host', 'ingress.auth.url', 'services.postgres.backup.bucket.name', 'apiServer.cidrs.0', 'images.postgres'],
    ]),
  );
  for (const { source } of found) expect(source && describeSource(source)).toMatch(/^profiles\/cluster\.yaml:\d+:\d+$/);
  const own = check(shopPlanOf('ingress: { host: shop.test.org }\nimages: { postgres: mine }\n')).map(({ subject }) => subject);
  expect(own).not.toContain('ingress.host');
  expect(own).not.toContain('images.postgres');
});

const lookedUp = (plan: ClusterPlan) =>
  check(plan).flatMap(({ code, subject }) => (code === 'placeholder' && subject.startsWith('images.') ? subject : []));

it('takes a build for looked up where a profile of the user or a flag names it, be it the one that is shipped', () => {
  const tag = String(shopPlan().profile.images.postgres);
  expect(lookedUp(shopPlan())).toEqual(['images.postgres']);
  expect(lookedUp(shopPlanOf(''))).toEqual(['images.postgres']);
  expect(lookedUp(shopPlanOf(`images: { postgres: ${tag} }\n`))).toEqual([]);
  expect(lookedUp(shopPlan([`images.postgres=${tag}`]))).toEqual([]);
});

it('takes a build for looked up where a profile between the user and the shipped one names it', () => {
  const tag = String(shopPlan().profile.images.postgres);
  const company = `extends: cluster\ntarget: kubernetes\nimages: { postgres: ${tag} }\n`;
  expect(lookedUp(shopPlanOf('', { extending: './company.yaml', beside: { 'company.yaml': company } }))).toEqual([]);
});

it.each(['shop.example.com', 'fm.example.net', 'shop.example', 'fm.invalid'])(
  'takes %s for the documentation, also where the user wrote it',
  (host) => {
    const found = (plan: ClusterPlan) => codes(plan, 'placeholder').map(([, subject]) => subject);
    const values = { 'ingress.host': host, 'ingress.auth.url': `https://login.${host}:4180/oauth2/auth` };
    const given = Object.entries(values).map(([path, value]) => `${path}=${value}`);
    expect(found(shopPlan(given))).toEqual(expect.arrayContaining(Object.keys(values)));
  },
);

it.each(['2001:db8::/32', '2001:0db8:1::/48', '198.51.100.0/24'])('takes the network %s for the documentation', (network) => {
  const plan = shopPlanOf(`apiServer: { cidrs: ["${network}"] }\n`);
  expect(codes(plan, 'placeholder').map(([, subject]) => subject)).toContain('apiServer.cidrs.0');
});

it.each(['foo.test', 'fm.localhost', 'fm.invalid'])('takes %s for a name that is kept for tests', (host) => {
  const [found] = check(shopPlan([`ingress.host=${host}`])).filter(({ subject }) => subject === 'ingress.host');
  expect(found?.message).toBe(`${host} is a name that RFC 2606 keeps for tests: give your own`);
  expect(found?.accepted).toBeUndefined();
});

it('finds the names of the documentation in a replica of a shipped profile, whatever the shipped one accepts', () => {
  const replica = readFileSync(join(SHOP_PROFILES, 'cluster.yaml'), 'utf8');
  const plan = bind(shop, loadProfile({ file: 'replica.yaml', cwd: scratch({ 'replica.yaml': replica }), shapes: shopShapes }));
  const found = check(plan).filter(({ accepted, code }) => code === 'placeholder' && accepted === undefined);
  expect(found.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['ingress.host', 'ingress.auth.url', 'services.postgres.backup.bucket.name']),
  );
  expect(check(plan).map(({ code }) => code)).not.toContain('accepts-nothing');
});

it.each(['fm.test.org', 'counterexample.com', 'example-company.com', 'fm.examples.org'])('takes %s for a name of its own', (host) => {
  const plan = shopPlan([`ingress.host=${host}`]);
  expect(codes(plan, 'placeholder').map(([, subject]) => subject)).not.toContain('ingress.host');
});

it('accepts the placeholders of the shipped profiles for these alone: whoever extends one is told what is missing', () => {
  const open = (plan: ClusterPlan) => codes(plan, 'placeholder').flatMap(([, subject, accepted]) => (accepted ? [] : subject));
  expect(open(shopPlan())).toEqual([]);
  for (const own of ['', 'accept: { placeholder: null }\n']) {
    expect(open(shopPlanOf(own))).toContain('ingress.host');
    expect(codes(shopPlanOf(own), 'accepts-nothing')).toEqual([]);
  }
  expect(open(shopPlanOf('accept: { placeholder: I only look }\n'))).toEqual([]);
  expect(open(shopPlanOf('accept: { "placeholder:images": all looked up }\n'))).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/^images/)]),
  );
});

it('warns of an acceptance that matches nothing', () => {
  expect(codes(shopPlanOf('accept: { no-such-code: because }\n'), 'accepts-nothing')).toEqual([['warning', 'accept', false]]);
  // What the base accepts and this profile has mended is not its affair.
  const base = 'extends: cluster\ntarget: kubernetes\nservices: { search: { replicas: 3 } }\naccept: { search-split: known }\n';
  const found = (text: string) => shopPlanOf(text, { extending: './base.yaml', beside: { 'base.yaml': base } });
  expect(codes(found(''), 'search-split')).toEqual([['warning', 'search', true]]);
  expect(codes(found('services: { search: { replicas: 1 } }\n'), 'search-split')).toEqual([]);
  expect(codes(found('services: { search: { replicas: 1 } }\n'), 'accepts-nothing')).toEqual([]);
});

it('shows the arithmetic where all connections together take more memory than PostgreSQL may have', () => {
  const found = (...assignments: readonly string[]) =>
    check(shopPlan(assignments)).find(({ code }) => code === 'connections-exceed-memory');
  expect(found()).toBeUndefined();
  const many = 'services.orders.replicas={min: 2, max: 20}';
  const connections = (20 + 1 + 5) * 15 + 20;
  const finding = found(many);
  expect(finding?.message).toMatch(
    new RegExp(`^384Mi shared \\+ ${connections} connections × \\d+Mi \\+ 384Mi for a copy = \\d+Mi, more than its memory limit of 1536Mi`),
  );
  expect(finding?.severity).toBe('error');
  expect(found(many, 'services.postgres.backup=null')?.message).toMatch(
    new RegExp(`^384Mi shared \\+ ${connections} connections × \\d+Mi = `),
  );
});

describe('an ingress controller that is retired', () => {
  const found = (text: string) =>
    check(shopPlanOf(`ingress: ${text}\n`))
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
    ['by its class, which F5 has too', '{ className: nginx, namespace: ingress }', 'accept this if it is the latter'],
    [
      'by its class, where no pod passes requests on',
      '{ className: nginx, namespace: null, cidrs: [10.0.0.0/16] }',
      'nginx is the class of ingress-nginx',
    ],
  ])('is found %s', (_, text, expected) => {
    expect(found(text)).toEqual([expect.stringContaining(expected)]);
    expect(found(text)[0]).toMatch(/^warning: /);
  });

  it.each([
    '{ className: nginx, namespace: nginx-ingress }',
    '{ className: nginx, namespace: ingress, annotations: { nginx.org/client-max-body-size: 60m } }',
    '{ className: traefik, namespace: kube-system }',
    '{ className: nginx-internal, namespace: ingress }',
  ])('is not seen in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('an API server on nodes behind Cilium', () => {
  const found = (text: string) => codes(shopPlanOf(`${text}\n`), 'api-server-behind-cilium');

  it.each([
    'ingress: { className: cilium }',
    'ingress: { annotations: { ingress.cilium.io/loadbalancer-mode: shared } }',
    'placement: { tolerations: [{ key: node.cilium.io/agent-not-ready }] }',
    'placement: { pool: { key: cilium.io/x, value: a } }',
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
  const kinds = Object.keys(shopPlan().profile.images);
  const found = (plan: ClusterPlan) => check(plan).filter(({ code }) => code === 'images-without-digest');
  const pinned = (but: string) =>
    shopPlanOf(`images: { ${kinds.map((kind) => `${kind}: ${kind === but ? '1.30.4' : digest}`).join(', ')} }\n`);

  it('are one finding, however many they are', () => {
    expect(found(shopPlanOf('')).map(({ severity, subject, message }) => [severity, subject, message])).toEqual([
      ['warning', 'images', `all ${kinds.length} images are named by a tag without a digest`],
    ]);
    expect(found(pinned('cart')).map(({ message }) => message)).toEqual([
      `cart: 1 of ${kinds.length} images is named by a tag without a digest`,
    ]);
    expect(found(pinned('none'))).toEqual([]);
    const alone = clusterOver(
      [testService('one')],
      'images: { one: "1" }\nservices: { one: { replicas: 2, cpu: { request: 1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi } } }\n',
    );
    expect(found(alone).map(({ message }) => message)).toEqual(['the only image is named by a tag without a digest']);
  });

  it('are accepted of a shipped profile, and not of one that extends it', () => {
    expect(found(shopPlan()).map(({ accepted }) => accepted !== undefined)).toEqual([true]);
    expect(found(shopPlanOf('')).map(({ accepted }) => accepted)).toEqual([undefined]);
  });
});
