import { hardening, MAX_PROCESSES } from '../../../../lib/targets/compose/render/hardening';
import { added } from '../../../support/compose';
import { shopLaptop } from '../../../support/plans';

const on = shopLaptop(['switches.hardening=true']);

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

it('gives a service back what its image needs, and the others nothing', () => {
  expect(added(hardening, on, 'orders')).toMatchObject({ cap_add: ['DAC_OVERRIDE'] });
  expect(added(hardening, on, 'cart')).not.toHaveProperty('cap_add');
});

it('adds nothing when the switch is off', () => {
  const off = shopLaptop();
  for (const { service } of off.services) expect(added(hardening, off, service.kind)).toEqual({});
});
