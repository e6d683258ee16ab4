import { NO_PLATFORM } from '../../../../lib/model/platform';
import { disk, files } from '../../../../lib/model/pod';
import { secretKey } from '../../../../lib/model/secret';
import type { ServiceProps } from '../../../../lib/model/service';
import { members, type Runs } from '../../../../lib/model/workload';
import { claimOfReplica, isOwnClaim } from '../../../../lib/targets/kubernetes/plan/claims';
import { endingAtOnce, graceSeconds, replicasInRollout } from '../../../../lib/targets/kubernetes/plan/rollout';
import { secretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { Cpu } from '../../../../lib/units/cpu';
import { seconds } from '../../../../lib/units/duration';
import { Memory } from '../../../../lib/units/memory';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const runs = (drain: number): Runs & { readonly role: 'interchangeable' } => ({
  role: 'interchangeable',
  command: ['serve'],
  drain: seconds(drain),
  priority: 'core',
});
const ports = { http: { container: 8000 } };
const about = { holds: 'a password', rotation: 'none' };
const password = secretKey('passwords', 'of-all', about);
const certificate = secretKey('certificates', 'tls.crt', about);

/** Members with two disks, of which the second one holds a journal. They read a Secret in a file and in variables, and so does their task. */
const store = testService('store', {
  ports,
  workload: members({
    leader: { by: 'proxy' },
    of: ({ volume }) => ({
      mounts: [
        { at: '/data', volume: disk('data', volume) },
        { at: '/journal', volume: disk('journal', volume) },
        { at: '/tls', volume: { kind: 'files', name: 'tls', sources: [{ kind: 'secret', files: { 'tls.crt': certificate } }] } },
        { at: '/etc/store', volume: { kind: 'files', name: 'etc', sources: [files('etc', { 'a.conf': 'a' })] } },
      ],
      before: [{ name: 'prepare', command: ['prepare'], environment: { PASSWORD: password } }],
      containers: [{ name: 'store', command: ['serve'], environment: { PASSWORD: password, MODE: 'a' }, probes: {} }],
      tasks: [
        {
          name: 'tidy',
          when: 'once',
          steps: [{ name: 'tidy', command: ['tidy'], environment: { PASSWORD: password } }],
          mounts: [
            { at: '/tls', volume: { kind: 'files', name: 'tls', sources: [{ kind: 'secret', files: { 'tls.crt': certificate } }] } },
          ],
          limits: { cpu: Cpu.parse('0.1'), memory: Memory.parse('64Mi') },
        },
      ],
    }),
  }),
});
const three = sizedAs(store, { replicas: 3, volume: { size: '1Gi' } });

describe('the end of a replica', () => {
  it('waits for clients, if it has any, and for its requests', () => {
    expect(graceSeconds(testService('a', { workload: runs(30) }))).toBe(35);
    expect(graceSeconds(testService('a', { workload: runs(30), ports }))).toBe(45);
    expect(graceSeconds(store)).toBe(15);
  });

  it('lasts while others end, but never for more than there are', () => {
    const ending = (drain: number, replicas: number) =>
      endingAtOnce(sizedAs(testService('a', { workload: runs(drain), ports }), { replicas }));
    expect([ending(30, 9), ending(25, 9), ending(26, 9), ending(30, 2)]).toEqual([5, 4, 5, 2]);
  });

  it('lasts longer where a load balancer has to find out as well', () => {
    const direct = { ports: { http: 'http', https: 'http' }, certificates: '/certificates' };
    const ending = (exposed: ServiceProps['exposed'], ingress: 'direct' | 'existing' = 'direct') => {
      const sized = sizedAs(testService('a', { workload: runs(30), ports, exposed }), { replicas: 9 });
      return endingAtOnce({ ...sized, around: { ...sized.around, platform: { ...NO_PLATFORM, ingress } } } as typeof sized);
    };
    // 45 s of its own, and 20 s of the balancer.
    expect([ending({ ownPaths: [] }), ending({ ownPaths: [], direct })]).toEqual([5, 7]);
    // Where another controller ends TLS, no balancer asks its pods.
    expect(ending({ ownPaths: [], direct }, 'existing')).toBe(5);
  });

  it('adds to what a rollout has at once: one new one, and no more than twice as many', () => {
    const atOnce = (drain: number, replicas: number) =>
      replicasInRollout(sizedAs(testService('a', { workload: runs(drain), ports }), { replicas }));
    expect([atOnce(30, 9), atOnce(1, 9), atOnce(30, 2), atOnce(30, 1)]).toEqual([15, 12, 4, 2]);
  });
});

describe('the claims of a service', () => {
  it('are those of each disk of each member, of however many', () => {
    for (const name of ['data-fm-store-0', 'journal-fm-store-2', 'data-fm-store-12']) expect(isOwnClaim(name, three)).toBe(true);
    for (const name of [
      'data-fm-store-',
      'data-fm-store-x',
      'data-fm-store-1x',
      'data-fm-store-x1',
      'data-fm-stores-1',
      'fm-store',
      'logs-fm-store-0',
    ])
      expect([name, isOwnClaim(name, three)]).toEqual([name, false]);
  });

  it('are that of the one replica', () => {
    const one = sizedAs(testService('a', { workload: runs(1) }), { replicas: 1 });
    expect([claimOfReplica(one.service), isOwnClaim('fm-a', one), isOwnClaim('data-fm-a-0', one)]).toEqual(['fm-a', true, false]);
  });
});

it('finds the Secrets of members in variables and files, and those of their tasks', () => {
  expect(secretsOf({ services: [three] })).toEqual([
    { name: 'certificates', keys: [{ ...certificate, consumers: ['fm-store', 'fm-store-tidy'] }] },
    { name: 'passwords', keys: [{ ...password, consumers: ['fm-store', 'fm-store-tidy'] }] },
  ]);
});
