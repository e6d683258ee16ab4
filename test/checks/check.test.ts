import type { Finding } from '../../lib/checks/finding';
import { check } from '../support/check';
import { shopLaptop } from '../support/plans';

const codes = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ code }) => code))];
const base: Finding = { code: 'base-image-differs', severity: 'warning', subject: 'cart', message: 'm' };

it('asks every rule', () => {
  const plan = shopLaptop([
    'services.orders=null',
    'services.cart.cpu.limit=9',
    'services.cart.memory.limit=9Gi',
    'services.cart.memory.request=9Gi',
    'restart=no',
  ]);
  expect(
    codes(check(plan)).filter((code) => !plan.services.some(({ configured }) => configured.hazards.some((hazard) => hazard.code === code))),
  ).toEqual([
    'reservations-exceed-machine',
    'cpus-exceed-machine',
    'caps-exceed-machine',
    'service-without-cap',
    'never-restarted',
    'ports-open-to-network',
    'data-inside-container',
  ]);
});

it('has no error for sizes that do not fit together', () => {
  const findings = check(shopLaptop());
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(codes(findings)).toContain('caps-exceed-machine');
});

it('finds only the hazards of the images in a plan that fits, is closed and persists', () => {
  const plan = shopLaptop(['machine.memory=16Gi', 'switches.loopbackPorts=true', 'switches.persist=true']);
  const open = check(plan).filter(({ accepted }) => accepted === undefined);
  expect(open.every(({ background }) => background !== undefined)).toBe(true);
});

it('shows an accepted finding as accepted', () => {
  const findings = check(shopLaptop(['accept.caps-exceed-machine=we close the browser']));
  expect(findings.find(({ code }) => code === 'caps-exceed-machine')?.accepted).toBe('we close the browser');
  expect(codes(findings)).not.toContain('accepts-nothing');
});

it('warns of an acceptance of a code that does not exist', () => {
  expect(codes(check(shopLaptop(['accept.caps-exced-machine=typo'])))).toContain('accepts-nothing');
});

it('warns of an acceptance of what a profile can have, but has not', () => {
  expect(codes(check(shopLaptop(['accept.never-restarted=once it was'])))).toContain('accepts-nothing');
});

it('adds what was found in a base file', () => {
  expect(check(shopLaptop(), [base])).toContainEqual({ ...base, accepted: undefined });
});

it('believes an acceptance about the base file only when it has seen one', () => {
  const plan = shopLaptop(['accept.base-image-differs=ours']);
  expect(codes(check(plan))).not.toContain('accepts-nothing');
  expect(codes(check(plan, []))).toContain('accepts-nothing');
  expect(codes(check(plan, [base]))).not.toContain('accepts-nothing');
});

it('says the same every time', () => {
  expect(JSON.stringify(check(shopLaptop()))).toBe(JSON.stringify(check(shopLaptop())));
});
