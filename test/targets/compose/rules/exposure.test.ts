import { exposure } from '../../../../lib/targets/compose/rules/exposure';
import { found } from '../../../support/findings';
import { EVERY_SIZE, planFrom, sizes } from '../../../support/plans';

it('warns of every port that the published file opens to the network, in order, and of no other', () => {
  const plan = planFrom(EVERY_SIZE);
  expect(found(exposure, plan)).toEqual(['warning ports-open-to-network loopbackPorts x.yaml:1:1']);
  const message = exposure(plan)[0]?.message ?? '';
  expect(message).toContain(' 3000, 8001, 8002, 8003, 8004, 8005, 8006, 8090 ');
  expect(message).not.toContain('6379');
  expect(message).not.toContain('8007');
});

it('points to the switch where the profile has it', () => {
  expect(found(exposure, planFrom(`${EVERY_SIZE}switches: { loopbackPorts: false }\n`))).toEqual([
    'warning ports-open-to-network loopbackPorts x.yaml:16:28',
  ]);
});

it('finds nothing to say when the ports are closed', () => {
  expect(exposure(planFrom(`${EVERY_SIZE}switches: { loopbackPorts: true }\n`))).toEqual([]);
});

it('finds nothing to say about services that open no port', () => {
  expect(exposure(planFrom(sizes('  redis: { memory: { limit: 512Mi } }\n  job-worker: { memory: { limit: 512Mi } }')))).toEqual([]);
});
