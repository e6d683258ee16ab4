import { HAZARDS } from '../../lib/faultmaven/hazards';
import { services } from '../support/plans';

it('has every hazard that a service describes, with the same words', () => {
  const described = services.flatMap(({ hazards }) => hazards);
  expect(described.length).toBeGreaterThan(5);
  for (const hazard of described) expect(Object.values(HAZARDS)).toContainEqual(hazard);
});
