import { hardening, MAX_PROCESSES } from '../../../../lib/targets/compose/render/hardening';
import { added } from '../../../support/compose';
import { EVERY_SIZE, planFrom } from '../../../support/plans';

const on = planFrom(EVERY_SIZE, ['switches.hardening=true']);

it('takes every right away and bounds processes and logs, of every service', () => {
  for (const { service } of on.services) {
    expect(added(hardening, on, service.kind)).toMatchObject({
      init: true,
      pids_limit: MAX_PROCESSES,
      security_opt: ['no-new-privileges:true'],
      cap_drop: ['ALL'],
      logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
    });
  }
});

it.each([
  ['redis', ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID']],
  ['dashboard', ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID']],
  ['case', ['DAC_OVERRIDE']],
  ['knowledge', ['DAC_OVERRIDE']],
  ['evidence', ['DAC_OVERRIDE']],
])('gives %s back what its image needs', (kind, capabilities) => {
  expect(added(hardening, on, kind)).toMatchObject({ cap_add: capabilities });
});

it.each(['chromadb', 'auth', 'session', 'agent', 'job-worker', 'job-worker-beat', 'api-gateway'])('gives %s nothing back', (kind) => {
  expect(added(hardening, on, kind)).not.toHaveProperty('cap_add');
});

it('adds nothing when the switch is off', () => {
  const off = planFrom(EVERY_SIZE);
  for (const { service } of off.services) expect(added(hardening, off, service.kind)).toEqual({});
});
