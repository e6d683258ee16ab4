import { boundedCommand } from '../../../../lib/targets/compose/render/bounded-command';
import { added } from '../../../support/compose';
import { EVERY_SIZE, planFrom, services } from '../../../support/plans';

const on = (...more: readonly string[]) => planFrom(EVERY_SIZE, ['switches.redisMaxmemory=true', ...more]);

it('bounds what Redis stores below its cap and evicts nothing', () => {
  expect(added(boundedCommand, on(), 'redis')).toEqual({
    command: ['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction'],
  });
});

it.each([
  ['256Mi', '96mb'],
  ['1Gi', '384mb'],
  ['201Mi', '75mb'],
])('bounds it to three eighths of %s', (limit, bound) => {
  const plan = on('services.redis.memory.request=null', `services.redis.memory.limit=${limit}`);
  expect(added(boundedCommand, plan, 'redis')).toMatchObject({ command: expect.arrayContaining([bound]) });
});

it('leaves the command of every other service alone', () => {
  for (const { kind } of services.slice(1)) expect(added(boundedCommand, on(), kind)).toEqual({});
});

it('leaves the command of Redis alone when the switch is off', () => {
  expect(added(boundedCommand, planFrom(EVERY_SIZE), 'redis')).toEqual({});
});
