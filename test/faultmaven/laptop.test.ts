import { fitTo } from '../../lib/targets/compose/plan/fit';
import { environment } from '../../lib/targets/compose/render/environment';
import { hardening } from '../../lib/targets/compose/render/hardening';
import { ports } from '../../lib/targets/compose/render/ports';
import { Memory } from '../../lib/units/memory';
import { added } from '../support/compose';
import { laptopPlan } from '../support/plans';

it.each([
  ['redis', ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID']],
  ['dashboard', ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID']],
  ['case', ['DAC_OVERRIDE']],
  ['knowledge', ['DAC_OVERRIDE']],
  ['evidence', ['DAC_OVERRIDE']],
])('gives %s back what its image needs', (kind, capabilities) => {
  expect(added(hardening, laptopPlan('laptop', ['switches.hardening=true']), kind)).toMatchObject({ cap_add: capabilities });
});

it.each(['chromadb', 'auth', 'session', 'agent', 'job-worker', 'job-worker-beat', 'api-gateway'])('gives %s nothing back', (kind) => {
  expect(added(hardening, laptopPlan('laptop', ['switches.hardening=true']), kind)).not.toHaveProperty('cap_add');
});

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
  expect(added(ports, laptopPlan('laptop', ['switches.loopbackPorts=true']), kind)).toEqual({ ports: [expected] });
});

it.each(['job-worker', 'job-worker-beat'])('leaves %s alone, which has no port', (kind) => {
  expect(added(ports, laptopPlan('laptop', ['switches.loopbackPorts=true']), kind)).toEqual({});
});

it.each([
  ['evidence', { STORAGE_LOCAL_PATH: '/data/uploads' }],
  ['knowledge', { CHROMA_PERSIST_DIR: '/data/chroma', HF_HOME: '/data/hf' }],
])('leads the data of %s out of its container', (kind, expected) => {
  expect(added(environment, laptopPlan('laptop', ['switches.persist=true']), kind)).toEqual({ environment: expected });
});

it('is advised, on a machine that is too small, to do without the unused vector server first, then without the background workers', () => {
  const result = fitTo(laptopPlan('laptop'), { memory: Memory.parse('1Gi') });
  if ('plan' in result) throw new Error('expected it not to fit');
  expect(result.shortfall.remedies.off).toEqual(['chromadb', 'job-worker', 'job-worker-beat']);
});
