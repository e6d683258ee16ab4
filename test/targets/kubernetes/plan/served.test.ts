import { NO_PLATFORM, type Platform } from '../../../../lib/model/platform';
import { members } from '../../../../lib/model/workload';
import { endsTls, servedName, servedPorts } from '../../../../lib/targets/kubernetes/plan/served';
import { throttled } from '../../../../lib/targets/kubernetes/plan/start';
import { Cpu } from '../../../../lib/units/cpu';
import { testService } from '../../../support/services';

const DIRECT: Platform = { ...NO_PLATFORM, ingress: 'direct' };
const isDirect = ({ ingress }: Platform): boolean => ingress === 'direct';
const ports = {
  http: { container: 8000, cluster: 80 },
  web: { container: 8001, onlyWith: isDirect },
  https: { container: 8443, onlyWith: isDirect },
  metrics: { container: 9000, inner: true },
};
const direct = { ports: { http: 'web', https: 'https' }, certificates: '/etc/certificates' };
const front = testService('front', { ports, exposed: { ownPaths: [], direct } });
const shown = (service: typeof front, platform: Platform): readonly string[] =>
  servedPorts(service, platform).map(({ number, port }) => `${number} to ${port.name}`);

it('serves what clients connect to, and a browser two ports', () => {
  expect(shown(front, NO_PLATFORM)).toEqual(['80 to http']);
  expect(shown(front, DIRECT)).toEqual(['80 to web', '443 to https']);
  expect(shown(testService('other', { ports }), DIRECT)).toEqual(['80 to http', '8001 to web', '8443 to https']);
});

it('ends TLS itself only where a platform asks for that, and it can', () => {
  expect(endsTls(front, DIRECT)).toBe(direct);
  expect(endsTls(front, NO_PLATFORM)).toBeUndefined();
  expect(endsTls(testService('other'), DIRECT)).toBeUndefined();
  expect(endsTls(testService('other', { exposed: { ownPaths: [] } }), DIRECT)).toBeUndefined();
});

it('is found under its own name, or under that of the service that it is the proxy of, which then has none', () => {
  const store = (by: 'proxy' | 'nobody') =>
    testService('store', {
      workload: members({
        leader: by === 'proxy' ? { by } : { by, connected: false },
        of: () => ({ containers: [{ name: 'store', command: ['serve'], environment: {}, probes: {} }] }),
      }),
    });
  expect(servedName(front)).toBe('fm-front');
  expect(servedName(testService('proxy', { proxiesFor: store('proxy') }))).toBe('fm-store');
  expect(servedName(store('proxy'))).toBeUndefined();
  expect(servedName(store('nobody'))).toBe('fm-store');
});

it.each([
  [10, '0.5', 20],
  [10, '0.3', 34],
  [10, '1', 10],
  [10, '4', 10],
])('takes the %s s of one CPU with %s CPUs for %s s', (alone, limit, expected) => {
  expect(throttled(alone, Cpu.parse(limit))).toBe(expected);
});
