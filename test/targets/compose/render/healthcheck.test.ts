import type { HealthCheck } from '../../../../lib/model/service';
import { configurable } from '../../../../lib/model/setting';
import { healthcheck } from '../../../../lib/targets/compose/render/healthcheck';
import { seconds } from '../../../../lib/units/duration';
import { port } from '../../../../lib/units/port';
import { added } from '../../../support/compose';
import { EVERY_SIZE, planFrom, planOver, services, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const on = planFrom(EVERY_SIZE, ['services.chromadb.healthcheck=true']);

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

it('asks Chroma with nothing but bash, for a status and not for an open port', () => {
  expect(added(healthcheck, on, 'chromadb')).toEqual({
    healthcheck: {
      test: ['CMD', 'bash', '-c', expect.stringContaining('/dev/tcp/127.0.0.1/8000')],
      interval: '30s',
      timeout: '5s',
      retries: 3,
      start_period: '60s',
    },
  });
  const command = JSON.stringify(added(healthcheck, on, 'chromadb'));
  expect(command).toContain('GET /api/v2/heartbeat');
  expect(command).toContain('= 200');
});

it('leaves every service alone that the published file asks already', () => {
  for (const { kind } of services.filter((service) => service.kind !== 'chromadb')) expect(added(healthcheck, on, kind)).toEqual({});
});

it('adds nothing when the switch is off', () => {
  for (const { kind } of services) expect(added(healthcheck, planFrom(EVERY_SIZE), kind)).toEqual({});
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
