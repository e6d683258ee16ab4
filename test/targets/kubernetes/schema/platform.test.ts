import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_PLATFORM } from '../../../../lib/model/platform';
import { seconds } from '../../../../lib/units/duration';
import { ImageRepository } from '../../../../lib/units/image';
import { shop } from '../../../fixture/shop';
import { type Any, find, objectsOf, ofKind, SHOP_PROFILES, shopPlan, shopPlanOf } from '../../../support/cluster';
import { shopEditorSays } from '../../../support/json-schema';
import { generatedFiles } from '../../../support/own-files';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const WATCHED = 'platform: { monitoring: full }';

/** The names of the services that run, and of those that do not. */
const running = (text: string): readonly [on: readonly string[], off: readonly string[]] => {
  const { services, off } = shopPlanOf(text);
  return [services.map(({ service }) => service.kind), off.map(({ kind }) => kind)];
};

const SHOP = ['postgres', 'orders', 'search', 'cart', 'shipper'];

it('turns nothing on by itself', () => {
  expect(shopPlan().profile.platform).toEqual(NO_PLATFORM);
  expect(running('')).toEqual([SHOP, ['pulse', 'watch']]);
  expect(running('platform: {}')).toEqual([SHOP, ['pulse', 'watch']]);
});

it('turns parts on, and those of each node only where it owns the cluster', () => {
  expect(running(WATCHED)).toEqual([[...SHOP, 'watch'], ['pulse']]);
  expect(running('platform: { monitoring: full, owner: true }')).toEqual([[...SHOP, 'pulse', 'watch'], []]);
  expect(running('platform: { monitoring: existing, owner: true }')).toEqual([SHOP, ['pulse', 'watch']]);
});

it('leaves out a part of each node wherever it runs, and none of the application', () => {
  const size = { cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } };
  const workload = { role: 'perNode', command: ['look'], drain: seconds(1), priority: 'core' } as const;
  const beside = testService('beside', { workload, platform: { usual: size } });
  const own = testService('own', { workload });
  const kinds = (owner: boolean): readonly string[] => {
    const text = `platform: { owner: ${owner} }\nnodes: [{ name: all, count: 3 }]\nimages: { own: "1"${owner ? ', beside: "1"' : ''} }\n`;
    return clusterOver([beside, own], `${text}services: { own: ${JSON.stringify(size)} }\n`).services.map(({ service }) => service.kind);
  };
  expect([kinds(true), kinds(false)]).toEqual([['beside', 'own'], ['own']]);
});

it('writes nothing of a part that is off, and changes nothing else', () => {
  const [off = [], on = []] = ['', 'platform: { monitoring: full, owner: true }'].map((text) => objectsOf(shopPlanOf(text)));
  const isPart = ({ file, metadata }: Any): boolean =>
    /^(shop-(watch|pulse)|namespace-(watch|node))\.yaml$/.test(file) || /^shop-(watch|node)$/.test(metadata.name);
  expect(ofKind(on.filter(isPart), 'DaemonSet').length + ofKind(on.filter(isPart), 'Deployment').length).toBe(2);
  expect(off.filter(isPart)).toEqual([]);
  // The role of whoever watches it is a task beside a database, which only its own policy, that of the database and the quota know.
  const isOfRole = ({ metadata }: Any): boolean => /^postgres-monitor/.test(metadata.name);
  const knows = ({ kind, metadata }: Any): boolean =>
    kind === 'ResourceQuota' || (kind === 'NetworkPolicy' && metadata.name === 'postgres');
  const rest = (objects: typeof off) => objects.filter((one) => !isPart(one) && !isOfRole(one) && !knows(one));
  expect(rest(on)).toEqual(rest(off));
  expect(on.filter(isOfRole).map(({ kind }) => kind)).toEqual(['ConfigMap', 'NetworkPolicy', 'ServiceAccount', 'Job']);
});

describe('a usual size', () => {
  const watch = (said: string) => find(objectsOf(shopPlanOf(`${WATCHED}\n${said}`)), 'Deployment', 'shop-watch').spec;
  const limits = (said: string) => watch(said).template.spec.containers[0].resources.limits;

  it('counts where a profile says nothing', () => {
    expect(watch('').replicas).toBe(2);
    expect(limits('')).toMatchObject({ cpu: '500m', memory: '256Mi' });
  });

  it('counts for what a profile leaves out', () => {
    expect(limits('services: { watch: { memory: { limit: 512Mi } } }')).toMatchObject({ cpu: '500m', memory: '512Mi' });
    expect(watch('services: { watch: { replicas: { min: 1, max: 3 } } }').replicas).toBeUndefined();
    expect(watch('services: { watch: {} }').replicas).toBe(2);
  });

  it('is measured with what a profile says', () => {
    expect(problemsOf(() => watch('services: { watch: { memory: { limit: 100Mi } } }'))).toEqual([
      'x.yaml:4:30: services.watch.memory.request: expected at most the limit of 100Mi, got 128Mi',
    ]);
    expect(problemsOf(() => watch('services: { watch: { memory: { limit: 32Mi, request: 32Mi } } }'))).toEqual([
      'x.yaml:4:39: services.watch.memory.limit: expected at least 64Mi, its working set (a test), got "32Mi"',
    ]);
    expect(problemsOf(() => watch('services: { watch: [] }'))).toEqual([
      expect.stringMatching(/^x\.yaml:4:20: services\.watch: expected a map of replicas, .*, got a list$/),
    ]);
    expect(problemsOf(() => watch('services: { watch: { memroy: { limit: 1Gi } } }'))).toEqual([
      'x.yaml:4:22: services.watch.memroy: unknown key, did you mean memory?',
    ]);
  });

  it('is given by each part of the platform', () => {
    // @ts-expect-error: the usual size is missing
    testService('one', { platform: { with: () => true } });
  });
});

describe('the build of an image', () => {
  const image = (said: string) =>
    find(objectsOf(shopPlanOf(`${WATCHED}\n${said}`)), 'Deployment', 'shop-watch').spec.template.spec.containers[0].image;

  it('is the released one where a profile names none', () => {
    expect(image('')).toBe('ghcr.io/example/shop-watch:3.0.0');
    expect(image('images: { watch: 3.1.0 }')).toBe('ghcr.io/example/shop-watch:3.1.0');
  });

  it('has to be named where none was released', () => {
    const plain = testService('one', {
      platform: { usual: { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } } },
    });
    expect(problemsOf(() => clusterOver([plain], 'services: {}\n'))).toEqual([
      'x.yaml:1:1: images.one: expected the build that services.one runs, got nothing',
    ]);
  });
});

describe('an entry for a part that is off', () => {
  it.each([
    ['services: { watch: { replicas: 1 } }', 'x.yaml:3:20: services.watch', 'platform.monitoring: full'],
    ['services: { pulse: {} }', 'x.yaml:3:20: services.pulse', 'platform.monitoring: full and platform.owner: true'],
    ['images: { watch: "1" }', 'x.yaml:3:18: images.watch', 'platform.monitoring: full'],
    ['images: { pulse: "1" }\nplatform: { monitoring: full }', 'x.yaml:3:18: images.pulse', 'platform.owner: true'],
    ['images: { pulse: "1" }\nplatform: { owner: true, logging: opensearch }', 'x.yaml:3:18: images.pulse', 'platform.monitoring: full'],
  ])('is refused with what would turn it on: %j', (text, place, needs) => {
    expect(problemsOf(() => shopPlanOf(text))).toEqual([`${place}: expected none: it runs only with ${needs}`]);
  });

  describe('in the profile that another one extends', () => {
    const extending = './base.yaml';
    const said = 'services: { watch: { replicas: 1 }, pulse: {} }\nimages: { watch: "3.1.0", pulse: "1" }';
    const beside = { 'base.yaml': `extends: cluster\nplatform: { monitoring: full, owner: true }\n${said}\n` };
    const kindsOf = (text: string, assignments: readonly string[] = []) =>
      shopPlanOf(text, { extending, beside, assignments }).services.map(({ service }) => service.kind);

    it('goes with its part', () => {
      expect(kindsOf('')).toEqual(expect.arrayContaining(['watch', 'pulse']));
      expect(kindsOf('platform: { owner: false }')).toContain('watch');
      for (const text of ['platform: { owner: false }', 'platform: null', 'platform: { monitoring: none }'])
        expect(kindsOf(text)).not.toContain('pulse');
    });

    it('goes with a part that --set turns off', () => {
      expect(kindsOf('', ['platform.monitoring=none'])).not.toContain('watch');
    });

    it('is refused where the other one speaks of the part itself', () => {
      expect(problemsOf(() => shopPlanOf('platform: null\nservices: { watch: { replicas: 2 } }', { extending, beside }))).toEqual([
        'x.yaml:4:20: services.watch: expected none: it runs only with platform.monitoring: full',
      ]);
      expect(problemsOf(() => kindsOf('platform: null', ['services.watch.replicas=2']))).toEqual([
        '--set: services.watch: expected none: it runs only with platform.monitoring: full',
      ]);
    });

    it('stays where platform cannot be read', () => {
      expect(problemsOf(() => shopPlanOf('platform: { monitoring: ful }', { extending, beside }))).toEqual([
        'x.yaml:3:25: platform.monitoring: expected one of full, existing, none, got "ful"',
      ]);
    });
  });

  it('is no entry where the value of platform itself is wrong', () => {
    expect(problemsOf(() => shopPlanOf('platform: { monitoring: ful }\nservices: { watch: { replicas: 1 } }'))).toEqual([
      'x.yaml:3:25: platform.monitoring: expected one of full, existing, none, got "ful"',
    ]);
  });

  it('may be the build of a tool that another service needs as well', () => {
    const tool = { kind: 'tool', image: ImageRepository.parse('example.org/tool'), release: { tag: '1' } };
    const size = { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: '64Mi', limit: '64Mi' } };
    const part = testService('part', { platform: { with: ({ monitoring }) => monitoring === 'full', usual: size }, tools: [tool] });
    const text = `images: { one: "1", tool: "2" }\nservices: { one: ${JSON.stringify(size)} }\n`;
    expect(clusterOver([part, testService('one', { tools: [tool] })], text).off).toHaveLength(1);
    expect(problemsOf(() => clusterOver([part, testService('one')], text))).toEqual([
      'x.yaml:2:27: images.tool: expected none: it runs only with platform.monitoring: full',
    ]);
  });
});

it('needs to know how many nodes there are where a part runs on each', () => {
  expect(problemsOf(() => shopPlanOf('platform: { monitoring: full, owner: true }\nnodes: null\nservices: { shipper: null }'))).toEqual([
    expect.stringContaining('nodes: expected how many nodes there are at most: pulse runs on each'),
    expect.stringContaining('services.shipper'),
  ]);
});

it('lets an editor leave out what is usual', () => {
  const whole = readFileSync(join(SHOP_PROFILES, 'cluster.yaml'), 'utf8');
  expect(shopEditorSays(`${whole}  watch: { memory: { limit: 512Mi } }\n`)).toEqual([]);
  expect(shopEditorSays(`${whole.replace('replicas: 2, ', '')}`)).not.toEqual([]);
});

it('stands in the document of a profile: what is usual, once', async () => {
  const files = await generatedFiles(shop);
  const text = files.find(({ path }) => path === 'profile.md')?.content ?? '';
  expect(text).toContain('### `platform`');
  expect(text.match(/^\| watch \| .*$/gm)).toEqual(
    expect.arrayContaining(['| watch | `replicas` | `2` |', '| watch | `memory.limit` | `"256Mi"` |']),
  );
  // Its keys stand beside those of the others.
  expect(text).not.toContain('### `services.watch`');
});

describe('the settings of the monitoring', () => {
  const said = (text: string) => problemsOf(() => shopPlanOf(`platform: { monitoring: full, owner: true }\n${text}`));

  it('turn off the pod that watches each node', () => {
    const part = (text: string) => shopPlanOf(`platform: { monitoring: full, owner: true }\n${text}`).profile.platform.nodeExporter;
    expect([part(''), part('monitoring: { nodeExporter: false }')]).toEqual([true, false]);
  });

  it.each([
    ['{ retentionDays: 0 }', 'monitoring.retentionDays: expected a whole number from 1 to 3650, got 0'],
    ['{ nodeExporter: maybe }', 'monitoring.nodeExporter: expected true or false, got "maybe"'],
    ['[]', 'monitoring: expected a map of retentionDays, '],
    [
      '{ receivers: { critical: pager } }',
      'monitoring.receivers.critical: expected one channel: webhook, slack, pagerduty or email, got "pager"',
    ],
    [
      '{ receivers: { critical: {} } }',
      'monitoring.receivers.critical: expected one channel: webhook, slack, pagerduty or email, got a map',
    ],
    [
      '{ receivers: { critical: { slack: { channel: "#ops" }, pagerduty: {} } } }',
      'monitoring.receivers.critical: expected one channel: webhook, slack, pagerduty or email, got slack and pagerduty: null takes one away',
    ],
    [
      '{ receivers: { critical: { slack: { channel: "a b" } } } }',
      'monitoring.receivers.critical.slack.channel: expected a channel such as #ops, got "a b"',
    ],
    [
      '{ receivers: { critical: { email: { to: me, from: a@example.com, server: mail.example.com } } } }',
      'monitoring.receivers.critical.email.to: expected an address such as oncall@example.com, got "me"',
    ],
    [
      '{ receivers: { warning: { pagerduty: {} } } }',
      'monitoring.receivers.critical: expected a channel, because warnings have one: what cannot wait would be told to nobody, got nothing',
    ],
    [
      '{ receivers: { critical: { webhook: { namespace: pager, networks: [10.0.0.0/24] } } } }',
      'monitoring.receivers.critical.webhook.networks: expected none beside namespace: all pods of that namespace are reached, at any port',
    ],
    ...['critical', 'warning', 'watchdog'].map((who): [string, string] => [
      `{ receivers: { ${who === 'critical' ? '' : 'critical: { pagerduty: {} }, '}${who}: { webhook: { namespace: shop } } } }`,
      `monitoring.receivers.${who}.webhook.namespace: expected another namespace than the deployment's own, whose pods nobody else reaches, got shop`,
    ]),
    [
      '{ receivers: { critical: { webhook: { namespace: pager, port: 8080 } } } }',
      'monitoring.receivers.critical.webhook.port: expected none beside namespace',
    ],
    [
      '{ receivers: { critical: { email: { to: a@example.com, from: a@example.com, server: mail.shop.svc.cluster.local } } } }',
      "monitoring.receivers.critical.email.server: expected another namespace than the deployment's own",
    ],
    [
      '{ receivers: { critical: { email: { to: a@example.com, from: a@example.com, server: mail.post } } } }',
      'monitoring.receivers.critical.email.server: expected a full name such as mail.post.svc.cluster.local, or the networks of mail.post',
    ],
    ['{ receivers: { watchdog: { webhook: { url: "https://example.com" } } } }', 'monitoring.receivers.watchdog.webhook.url: unknown key'],
    [
      '{ remoteWrite: { url: "https://store.example.com/wri(te" } }',
      'monitoring.remoteWrite.url: expected a URL such as https://metrics.example.com/api/v1/write, got "https://store.example.com/wri(te" (a path has no "(": write %28)',
    ],
    [
      '{ remoteWrite: { url: "http://store.example.com/write" } }',
      'monitoring.remoteWrite.url: expected https, because on the internet others could read and change the traffic; for a server inside, the full name of its Service (http://SERVICE.NAMESPACE.svc.cluster.local), or its networks',
    ],
    [
      '{ remoteWrite: { url: "http://store.shop.svc.cluster.local/write" } }',
      "monitoring.remoteWrite.url: expected another namespace than the deployment's own, whose pods nobody else reaches, got shop",
    ],
    [
      '{ remoteWrite: { url: "https://store.example.com/write", credentials: cookie } }',
      'expected one of basic, bearer, none, got "cookie"',
    ],
  ])('are refused where they are %s', (text, message) => {
    expect(said(`monitoring: ${text}`)).toEqual([expect.stringContaining(message)]);
  });
});
