import type { HealthCheck } from '../../../../lib/model/service';
import { configurable } from '../../../../lib/model/setting';
import { healthcheck } from '../../../../lib/targets/compose/render/healthcheck';
import { seconds } from '../../../../lib/units/duration';
import { port } from '../../../../lib/units/port';
import { added } from '../../../support/compose';
import { planOver, shopLaptop, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const checkOf = (health: HealthCheck) => {
  const plan = planOver(
    [testService('a', { health, configurable: configurable({ follow: () => ({ asked: true }) }) })],
    sizes('  a: { memory: { limit: 64Mi } }'),
  );
  return added(healthcheck, plan, 'a');
};
const http = (client: 'python' | 'wget' | 'bash'): HealthCheck => ({
  kind: 'http',
  path: '/up',
  port: port(8123),
  client,
  startsWithin: seconds(45),
  published: false,
});

it('asks with nothing but bash, for a status and not for an open port', () => {
  expect(checkOf(http('bash'))).toEqual({
    healthcheck: {
      test: ['CMD', 'bash', '-c', expect.stringMatching(/\/dev\/tcp\/127\.0\.0\.1\/8123.*GET \/up.*= 200/s)],
      interval: '30s',
      timeout: '5s',
      retries: 3,
      start_period: '45s',
    },
  });
});

it('adds nothing where nobody asks for it', () => {
  for (const { service } of shopLaptop().services) expect(added(healthcheck, shopLaptop(), service.kind)).toEqual({});
});

it.each([
  ['python', ['python', '-c', "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8123/up', timeout=2)"]],
  ['wget', ['wget', '--quiet', '--tries=1', '--spider', 'http://127.0.0.1:8123/up']],
] as const)('asks with %s where the image has it', (client, command) => {
  expect(checkOf(http(client))).toMatchObject({ healthcheck: { test: ['CMD', ...command], start_period: '45s' } });
});

it('runs a command as it is, without a shell', () => {
  expect(checkOf({ kind: 'command', command: ['ask', 'it now'], startsWithin: seconds(60), published: false })).toMatchObject({
    healthcheck: { test: ['CMD', 'ask', 'it now'] },
  });
});
