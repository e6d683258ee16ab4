import { limits } from '../../../../lib/targets/compose/render/limits';
import { added } from '../../../support/compose';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const own = [testService('a')];

const of = (size: string): unknown => added(limits, planOver(own, sizes(`  a: ${size}`)), 'a');

it('writes memory in mebibytes as Compose reads them, and forbids swap', () => {
  expect(of('{ cpu: { limit: 0.25 }, memory: { limit: 1.5Gi, request: 512Mi } }')).toEqual({
    mem_limit: '1536m',
    mem_reservation: '512m',
    memswap_limit: '1536m',
    cpus: 0.25,
  });
});

it('writes neither a reservation nor CPUs that the profile does not set', () => {
  expect(of('{ memory: { limit: 1Gi } }')).toEqual({ mem_limit: '1024m', memswap_limit: '1024m' });
});
