import { exposure } from '../../../../lib/targets/compose/rules/exposure';
import { found } from '../../../support/findings';
import { planOver, shopLaptop, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const open = testService('open', { ports: { http: { container: 8000, laptop: 9001 } } });
const plan = (switches: string) => planOver([open], `${switches}\n${sizes('  open: { memory: { limit: 512Mi } }')}`);

it('warns of every port that the published file opens to the network, in order, and of no other', () => {
  expect(found(exposure, shopLaptop())).toEqual(['warning ports-open-to-network loopbackPorts profiles/laptop.yaml:2:1']);
  expect(exposure(shopLaptop())[0]?.message).toContain(' opens 9001, 9002, 9003 to the whole network');
});

it('points to the switch where the profile has it', () => {
  expect(found(exposure, plan('switches: { loopbackPorts: false }'))).toEqual(['warning ports-open-to-network loopbackPorts x.yaml:1:28']);
});

it('finds nothing to say when the ports are closed', () => {
  expect(exposure(plan('switches: { loopbackPorts: true }'))).toEqual([]);
});

it('finds nothing to say about services that open no port', () => {
  const closed = testService('closed', { ports: { http: { container: 8000, laptop: 9001, opened: false } } });
  const none = sizes('  closed: { memory: { limit: 512Mi } }\n  silent: { memory: { limit: 512Mi } }');
  expect(exposure(planOver([closed, testService('silent')], none))).toEqual([]);
});
