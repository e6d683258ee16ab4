import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterPlan } from '../../../lib/targets/kubernetes/plan/plan';
import { kubernetes } from '../../../lib/targets/kubernetes/render/kubernetes';
import { REFUSED, TAKEN } from '../../support/boundaries';
import { clusterPlan, find, objectsOf, shopPlan, shopPlanOf } from '../../support/cluster';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { freePort } from '../control-plane/free-port';
import { EXISTING } from '../edge/edge';
import { Nginx } from '../edge/nginx';
import { describeWith, NGINX } from '../support/tools';

jest.setTimeout(600_000);

/** The files of a plan, without what only a real cluster has. */
const textOf = (plan: ClusterPlan): string =>
  kubernetes(plan, 'a header')
    .filter(({ path }) => path !== 'kustomization.yaml')
    .map(({ content }) => content)
    .join('');

describeWith(CONTROL_PLANE, 'extreme values at a real API server', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
  });

  afterAll(async () => plane?.stop());

  /** Objects in a namespace are judged only if it is there. */
  const enter = async (namespace: string): Promise<unknown> =>
    plane.applyObjects([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);

  it.each(TAKEN.map((text) => [text.slice(0, 90), text] as const))('accepts %s, by way of kustomize', async (_, text) => {
    const plan = shopPlanOf(`${text}\n`);
    await enter(plan.profile.namespace);
    const folder = mkdtempSync(join(tmpdir(), 'fm-boundaries-'));
    try {
      for (const { path, content } of kubernetes(plan, 'a header')) writeFileSync(join(folder, path), content);
      const said = await plane.judge(await plane.kubectl('kustomize', folder));
      expect(said.trim().split('\n')).toHaveLength(objectsOf(plan).length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(REFUSED.map((row) => [row.path, row.written ?? row.valid, row] as const))(
    'refuses what the profile refuses at %s instead of %s',
    async (path, marked, { valid, refused, beside = [] }) => {
      const plan = shopPlan([...beside, `${path}=${valid}`]);
      await enter(plan.profile.namespace);
      const place = new RegExp(`(?<=[\\s[])"?${marked.replaceAll('*', '\\*')}"?(?=[\\s:,\\]])`, 'g');
      const kind = path === 'namespace' ? /^kind: Namespace$/m : /^kind: (?!ConfigMap|ResourceQuota)/m;
      // One object is enough, as long as it is one that holds the value itself.
      const document = textOf(plan)
        .split(/^---\n/m)
        .find((one) => kind.test(one) && one.search(place) >= 0);
      if (document === undefined) throw new Error(`no object holds ${marked}`);
      await plane.judge(document);
      for (const text of refused) {
        const value = /^-?\d+$/.test(text) ? text : JSON.stringify(text);
        const wrong = document.replaceAll(place, value);
        expect(wrong).not.toBe(document);
        await expect(plane.judge(wrong).then(() => `took ${text}`)).rejects.toThrow(/invalid|Invalid|cannot|strict decoding|must/);
      }
    },
  );
});

/** The longest name of a host, with a last label of one letter. */
const LONGEST = (last: string): string => `${['a', 'b', 'c'].map((letter) => letter.repeat(63)).join('.')}.${'d'.repeat(59)}.${last}`;

describeWith([NGINX], 'extreme values in nginx', () => {
  const letters = 'abcdefghijklmnopqrst';
  const several = [
    `ingress.hosts=[${[...letters].map((last) => `{ host: ${LONGEST(last)}, tlsSecret: ${last.repeat(253)} }`).join(', ')}]`,
  ];
  const nginx = new Nginx();
  afterAll(() => rmSync(nginx.folder, { recursive: true }));

  const said = async (assignments: readonly string[], replacements: Readonly<Record<string, string>> = {}): Promise<string> => {
    const isDirect = assignments.some((one) => one === 'platform.ingress=direct');
    const plan = clusterPlan('cluster', [...(isDirect ? ['platform.monitoring=none'] : EXISTING), ...assignments]);
    const { data } = find(objectsOf(plan), 'ConfigMap', 'fm-edge-configuration');
    nginx.configure(data['nginx.conf'], {
      'include /tmp/resolver.conf;': 'resolver 127.0.0.1;',
      'pid /run/': `pid ${nginx.folder}/run/`,
      '/dev/stderr': `${nginx.folder}/errors`,
      '/dev/stdout': `${nginx.folder}/requests`,
      '_path /tmp/': `_path ${nginx.folder}/tmp/`,
      'listen 8080 ': `listen 127.0.0.1:${await freePort()} `,
      '127.0.0.1:8081': `127.0.0.1:${await freePort()}`,
      ...(isDirect ? { 'listen 8000': `listen 127.0.0.1:${await freePort()}`, 'listen 8443': `listen 127.0.0.1:${await freePort()}` } : {}),
      ...replacements,
    });
    return nginx.test();
  };

  it.each([
    ['the longest URL', [`ingress.auth.url=https://x.org/${'a'.repeat(1986)}`]],
    ['the longest address to sign in', [`ingress.auth.signIn=https://x.org/${'a'.repeat(1900)}?b=%25'*&c=`]],
    [
      'many long origins',
      [`ingress.origins=[${Array.from({ length: 20 }, (_, n) => `"https://${`${'a'.repeat(60)}.`.repeat(3)}b${n}.org:6553${n % 6}"`)}]`],
    ],
    ['the longest path of a login', [`ingress.auth.path=/${'a'.repeat(199)}`]],
    ['the longest header', [`ingress.auth.headers.id=X${'a'.repeat(63)}`]],
    ['the longest host', [`ingress.host=${LONGEST('x')}`]],
    [
      'an address of version 6',
      [
        'ingress.auth={"url": "http://[fd00::1]:4180/a", "networks": ["fd00::/8"], "headers": {"id": "X-A", "email": "X-B", "roles": "X-C"}}',
      ],
    ],
    ['the longest hosts, where it ends TLS itself', [`ingress.host=${LONGEST('x')}`, ...several, 'platform.ingress=direct']],
    ['the longest hosts behind an ingress controller', [`ingress.host=${LONGEST('x')}`, ...several]],
    [
      'many networks of a load balancer',
      [
        `ingress.loadBalancer.proxyProtocol=[${Array.from({ length: 100 }, (_, n) => `10.0.${n}.0/24`).join(', ')}]`,
        'platform.ingress=direct',
      ],
    ],
    ['many networks', [`ingress.trustedNetworks=[${Array.from({ length: 100 }, (_, n) => `10.0.${n}.0/24`).join(', ')}]`]],
  ])('accepts %s', async (_, assignments) => {
    expect(await said(assignments)).toContain('test is successful');
  });

  it('refuses a URL of 4096 characters', async () => {
    const url = 'https://login.example.com/oauth2/auth';
    expect(await said([], { [url]: url + 'a'.repeat(4096) })).toContain('too long parameter');
  });
});
