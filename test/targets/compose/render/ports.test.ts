import { ports } from '../../../../lib/targets/compose/render/ports';
import { added, overrideOf } from '../../../support/compose';
import { EVERY_SIZE, planFrom, services } from '../../../support/plans';

const on = planFrom(EVERY_SIZE, ['switches.loopbackPorts=true']);
const off = planFrom(EVERY_SIZE);

it.each([
  ['redis', '127.0.0.1:6379:6379'],
  ['chromadb', '127.0.0.1:8007:8000'],
  ['auth', '127.0.0.1:8001:8000'],
  ['session', '127.0.0.1:8002:8000'],
  ['case', '127.0.0.1:8003:8000'],
  ['knowledge', '127.0.0.1:8004:8000'],
  ['evidence', '127.0.0.1:8005:8000'],
  ['agent', '127.0.0.1:8006:8000'],
  ['api-gateway', '127.0.0.1:8090:8090'],
  ['dashboard', '127.0.0.1:3000:80'],
])('publishes %s on this machine only, whatever the base file opens', (kind, expected) => {
  expect(added(ports, on, kind)).toEqual({ ports: [expected] });
});

it.each(['job-worker', 'job-worker-beat'])('leaves %s alone, which has no port', (kind) => {
  expect(added(ports, on, kind)).toEqual({});
});

it('replaces every published list instead of adding to it', () => {
  const text = overrideOf(on);
  const published = services.filter(({ ports: all }) => all.some(({ laptop }) => laptop !== undefined));
  expect(text.match(/ports: !override$/gm)).toHaveLength(published.length);
  expect(text.match(/ports:/g)).toHaveLength(published.length);
});

it('says nothing of ports when the switch is off', () => {
  for (const { service } of off.services) expect(added(ports, off, service.kind)).toEqual({});
  expect(overrideOf(off)).not.toMatch(/ports|!override/);
});
