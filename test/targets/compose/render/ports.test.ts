import { ports } from '../../../../lib/targets/compose/render/ports';
import { added, overrideOf } from '../../../support/compose';
import { shopLaptop } from '../../../support/plans';

const on = shopLaptop(['switches.loopbackPorts=true']);
const off = shopLaptop();

it.each([
  ['orders', '127.0.0.1:9002:8000'],
  ['search', '127.0.0.1:9003:8000'],
  ['cart', '127.0.0.1:9001:8000'],
])('publishes %s on this machine only, whatever the base file opens', (kind, expected) => {
  expect(added(ports, on, kind)).toEqual({ ports: [expected] });
});

it('leaves alone what the base file publishes nowhere', () => {
  expect(added(ports, on, 'postgres')).toEqual({});
});

it('replaces every published list instead of adding to it', () => {
  const text = overrideOf(on);
  expect(text.match(/ports: !override$/gm)).toHaveLength(3);
  expect(text.match(/ports:/g)).toHaveLength(3);
});

it('says nothing of ports when the switch is off', () => {
  for (const { service } of off.services) expect(added(ports, off, service.kind)).toEqual({});
  expect(overrideOf(off)).not.toMatch(/ports|!override/);
});
