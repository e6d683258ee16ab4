import { command } from '../../lib/targets/compose/render/command';
import { healthcheck } from '../../lib/targets/compose/render/healthcheck';
import { persistence } from '../../lib/targets/compose/render/persistence';
import { added } from '../support/compose';
import { dataTierLaptop } from '../support/data-tier';

const plan = (more = '', redis = '') =>
  dataTierLaptop(
    `services: { redis: { memory: { limit: 512Mi }${redis} }, chromadb: { memory: { limit: 1Gi }, healthcheck: true } }\n${more}`,
  );
const bounded = (limit: string) => dataTierLaptop(`services: { redis: { memory: { limit: ${limit} }, maxmemory: true } }\n`);

it('bounds what Redis stores below its cap and evicts nothing', () => {
  expect(added(command, bounded('512Mi'), 'redis')).toEqual({
    command: ['redis-server', '--maxmemory', '192mb', '--maxmemory-policy', 'noeviction'],
  });
});

it.each([
  ['256Mi', '96mb'],
  ['1Gi', '384mb'],
  ['201Mi', '75mb'],
])('bounds it to three eighths of %s', (limit, bound) => {
  expect(added(command, bounded(limit), 'redis')).toMatchObject({ command: expect.arrayContaining([bound]) });
});

it('leaves the command of every other service alone, and that of Redis when nobody asks for a bound', () => {
  expect(added(command, plan('', ', maxmemory: true'), 'chromadb')).toEqual({});
  expect(added(command, plan(), 'redis')).toEqual({});
});

it('mounts the volume of Chroma where its image stores', () => {
  expect(added(persistence, plan('switches: { persist: true }\n'), 'chromadb')).toEqual({ volumes: ['chromadb-data:/data'] });
});

it('asks Chroma with what its image has, for its heartbeat', () => {
  const said = JSON.stringify(added(healthcheck, plan(), 'chromadb'));
  expect(said).toContain('/dev/tcp/127.0.0.1/8000');
  expect(said).toContain('GET /api/v2/heartbeat');
  expect(added(healthcheck, plan(), 'redis')).toEqual({});
});
