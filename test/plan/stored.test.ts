import { inWords, storedIn } from '../../lib/plan/stored';
import { clusterPlan } from '../support/cluster';
import { EVERY_SIZE, planFrom } from '../support/plans';

const said = (...assignments: string[]) => storedIn(clusterPlan('cluster', assignments).services).map(inWords);

it('says how much data Redis holds, and how much it held under the same limit', () => {
  expect(said()).toEqual([
    'redis holds at most 384Mi of data; in the first releases 640Mi (docs/runbooks/data-exceeds-memory.md says what to do where more is stored)',
  ]);
  expect(said('services.redis.memory={request: 2Gi, limit: 2Gi}')).toEqual([expect.stringMatching(/at most 768Mi of data; .* 1280Mi /)]);
});

it('says one amount where the profile names it, which no release changed', () => {
  expect(said('services.redis.maxmemory=400Mi')).toEqual(['redis holds at most 400Mi of data']);
});

it('says it of a laptop too', () => {
  const redis = storedIn(planFrom(EVERY_SIZE).services);
  expect(redis.map(({ service, limit, most, formerly }) => [service, ...[limit, most, formerly].map(String)])).toEqual([
    ['redis', '512Mi', '192Mi', '320Mi'],
  ]);
});
