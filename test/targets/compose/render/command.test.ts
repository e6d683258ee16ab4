import { command } from '../../../../lib/targets/compose/render/command';
import { added } from '../../../support/compose';
import { EVERY_SIZE, planFrom, services } from '../../../support/plans';

const on = (...more: readonly string[]) => planFrom(EVERY_SIZE, ['services.redis.maxmemory=true', ...more]);

it('bounds what Redis stores below its cap and evicts nothing', () => {
  expect(added(command, on(), 'redis')).toEqual({
    command: ['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction'],
  });
});

it.each([
  ['256Mi', '96mb'],
  ['1Gi', '384mb'],
  ['201Mi', '75mb'],
])('bounds it to three eighths of %s', (limit, bound) => {
  const plan = on('services.redis.memory.request=null', `services.redis.memory.limit=${limit}`);
  expect(added(command, plan, 'redis')).toMatchObject({ command: expect.arrayContaining([bound]) });
});

it('leaves the command of every other service alone', () => {
  for (const { kind } of services.slice(1)) expect(added(command, on(), kind)).toEqual({});
});

it('leaves the command of Redis alone when nobody asks for a bound', () => {
  expect(added(command, planFrom(EVERY_SIZE), 'redis')).toEqual({});
});
