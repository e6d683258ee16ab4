import { capsFit, reservationsFit } from '../../../../lib/targets/compose/rules/memory-fits';
import { found } from '../../../support/findings';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const own = ['a', 'b'].map((kind) => testService(kind));

const plan = (limit: string, request: string) => planOver(own, sizes(`  b: { memory: { limit: ${limit}, request: ${request} } }`));

describe('caps', () => {
  it.each(['6Gi', '1Gi'])('find nothing to say when %s of the available 6 GiB are given away', (limit) => {
    expect(capsFit(plan(limit, '1Gi'))).toEqual([]);
  });

  it('warn, with numbers, when they leave less than is kept', () => {
    expect(found(capsFit, plan('7Gi', '1Gi'))).toEqual(['warning caps-exceed-machine machine x.yaml:2:20']);
    const [finding] = capsFit(plan('6145Mi', '1Gi'));
    expect(finding?.message).toContain('the caps add up to 6145Mi, 1Mi more than the 6Gi left of 8Gi when 2Gi are kept');
    expect(finding?.message).toContain('--fit 8Gi');
    expect(finding?.tooLarge).toBeUndefined();
  });

  it('add up over all services', () => {
    const two = sizes('  a: { memory: { limit: 3Gi } }\n  b: { memory: { limit: 4Gi } }');
    expect(capsFit(planOver(own, two))[0]?.message).toContain('the caps add up to 7Gi, 1Gi more');
  });
});

describe('reservations', () => {
  it('find nothing to say when they and what is kept fill the machine exactly', () => {
    expect(reservationsFit(plan('8Gi', '6Gi'))).toEqual([]);
  });

  it('find nothing to say about services without one', () => {
    expect(reservationsFit(planOver(own, sizes('  b: { memory: { limit: 64Gi } }')))).toEqual([]);
  });

  it('reject a machine that is too small for them, as a matter of size', () => {
    const small = plan('8Gi', '6145Mi');
    expect(found(reservationsFit, small)).toEqual(['error reservations-exceed-machine machine x.yaml:2:20']);
    const [finding] = reservationsFit(small);
    expect(finding?.tooLarge).toBe(true);
    expect(finding?.message).toBe("reservations of 6145Mi and the 2Gi that are kept need 8193Mi, 1Mi more than the machine's 8Gi");
  });

  it('reject any on a machine of which all is kept', () => {
    expect(
      reservationsFit(planOver(own, sizes('  a: { memory: { limit: 512Mi, request: 6Mi } }').replace('keep: 2Gi', 'keep: 8Gi'))),
    ).toHaveLength(1);
  });
});
