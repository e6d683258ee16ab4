import { onlyIn } from '../../../../lib/model/environment';
import { scratch } from '../../../../lib/model/pod';
import { secretKey } from '../../../../lib/model/secret';
import type { Tool } from '../../../../lib/model/tool';
import { rangeOf } from '../../../../lib/targets/kubernetes/plan/demand';
import type { ClusterPlan } from '../../../../lib/targets/kubernetes/plan/plan';
import { secretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { Cpu } from '../../../../lib/units/cpu';
import { seconds } from '../../../../lib/units/duration';
import { ImageRepository } from '../../../../lib/units/image';
import { Memory } from '../../../../lib/units/memory';
import { type Any, find, objectsOf, ofKind } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

/* A container beside the one of a service, with some platforms only. */

const isWatched = ({ monitoring }: { readonly monitoring: string }): boolean => monitoring !== 'none';

const tally: Tool = { kind: 'tally', image: ImageRepository.parse('example.org/tally'), release: { tag: '1.2.0' }, onlyWith: isWatched };
const KEY = secretKey('tally', 'token', { holds: 'a token', rotation: 'write another' });
const amount = { request: Cpu.parse('0.1'), limit: Cpu.parse('0.1') };

const web = testService('web', {
  ports: { http: { container: 8000 }, tally: { container: 9100, inner: true, onlyWith: isWatched } },
  tools: [tally],
  variables: onlyIn('cluster', { A: 'b' }),
  workload: {
    role: 'interchangeable',
    command: (limit, { platform }) => ['web', String(limit), platform.monitoring],
    writes: ['/data'],
    beside: ({ platform }) =>
      isWatched(platform)
        ? [
            {
              name: 'tally',
              image: tally,
              command: ['tally'],
              environment: { TOKEN: KEY },
              ports: ['tally'],
              size: { cpu: amount, memory: { request: Memory.parse('16Mi'), limit: Memory.parse('32Mi') } },
              mounts: [scratch('/counts')],
              probes: {},
            },
          ]
        : [],
    drain: seconds(1),
    priority: 'core',
  },
});

const SIZE = 'replicas: 2, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 128Mi }';
const plan = (monitoring: string, more = ''): ClusterPlan =>
  clusterOver([web], `platform: { monitoring: ${monitoring} }\nservices: { web: { ${SIZE} } }\nimages: { web: "1"${more} }\n`);
const pod = (of: ClusterPlan): Any => find(objectsOf(of), 'Deployment', 'fm-web').spec.template.spec;

it('is in each pod, with its own image, size, ports and mounts', () => {
  const { containers, volumes } = pod(plan('full'));
  expect(containers.map(({ name, image, ports }: Any) => [name, image, ports])).toEqual([
    ['fm-web', 'example.org/test:1', [{ name: 'http', containerPort: 8000 }]],
    ['tally', 'example.org/tally:1.2.0', [{ name: 'tally', containerPort: 9100 }]],
  ]);
  expect(containers[1].resources.limits).toMatchObject({ memory: '32Mi', cpu: '100m' });
  expect(containers[1].securityContext).toEqual(containers[0].securityContext);
  expect(containers.map(({ volumeMounts }: Any) => volumeMounts.map(({ mountPath }: Any) => mountPath))).toEqual([
    ['/tmp', '/data'],
    ['/tmp', '/counts'],
  ]);
  expect(volumes.map(({ name }: Any) => name)).toEqual(['tmp', 'data', 'counts']);
  expect(containers[0].env).toContainEqual({ name: 'A', value: 'b' });
  expect(containers[1].env.map(({ name }: Any) => name)).toEqual(['HOME', 'TOKEN']);
});

it('tells the command what the profile turns on', () => {
  expect(pod(plan('full')).containers[0].command).toEqual(['web', '128Mi', 'full']);
  expect(pod(plan('none')).containers[0].command).toEqual(['web', '128Mi', 'none']);
});

it('counts in the sums and in the quota, and its Secrets are asked for', () => {
  const limits = (monitoring: string) => String(rangeOf(plan(monitoring).services).least.memory.limits);
  expect([limits('none'), limits('full')]).toEqual(['256Mi', '320Mi']);
  const quota = (monitoring: string) => ofKind(objectsOf(plan(monitoring)), 'ResourceQuota')[0].spec.hard['limits.memory'];
  expect([quota('none'), quota('full')]).toEqual(['640Mi', '800Mi']);
  const secrets = (monitoring: string) => secretsOf(plan(monitoring)).map(({ name, keys }) => [name, keys[0]?.consumers]);
  expect([secrets('none'), secrets('full')]).toEqual([[], [['tally', ['fm-web']]]]);
});

it('is gone without a trace with a platform that does not need it', () => {
  expect(JSON.stringify(objectsOf(plan('none')))).not.toContain('tally');
});

it('has a usual build, which a profile may replace, but not where nobody runs it', () => {
  expect(pod(plan('full', ', tally: 1.3.0')).containers[1].image).toBe('example.org/tally:1.3.0');
  expect(problemsOf(() => plan('none', ', tally: 1.3.0'))).toEqual([
    'x.yaml:4:28: images.tally: expected none: it runs only with platform.monitoring: full or platform.monitoring: existing',
  ]);
});
