import { hardening, repeatedOptions } from '../../../../../lib/targets/compose/base-file/rules/hardening';
import { clauses, pairOf } from '../../../../support/base-rules';

const more = (what: string, than: string): string =>
  `the base file adds ${what}: the container keeps more than ${than}, which is what its image needs`;

it.each([
  ['image: a', []],
  ['privileged: false, cap_add: []', []],
  ['privileged: true', ['privileged is true in the base file: the container has every capability, whatever the override drops']],
  ['privileged: "${P}"', ['unread privileged']],
  ['cap_add: [CHOWN, CAP_CHOWN, chown, cap_chown]', []],
  ['cap_add: [NET_ADMIN, CHOWN, "${C}"]', ['unread cap_add', more('NET_ADMIN', 'CHOWN')]],
  ['cap_add: [UNCAP_CHOWN, KILL]', [more('UNCAP_CHOWN, KILL', 'CHOWN')]],
  ['cap_add: CHOWN', []],
  ['cap_add: [[KILL]]', []],
])('takes away what the image does not need: %s', (keys, expected) => {
  expect(clauses(hardening(pairOf(keys, { ours: { cap_drop: ['ALL'], cap_add: ['CHOWN'] } })), /$/)).toEqual(expected);
  expect(hardening(pairOf(keys))).toEqual([]);
});

it('leaves nothing where the image needs nothing', () => {
  expect(clauses(hardening(pairOf('cap_add: [KILL]', { ours: { cap_drop: ['ALL'] } })), /$/)).toEqual([more('KILL', 'no capability')]);
});

it.each([
  ['image: a', []],
  ['security_opt: [seccomp=x]', []],
  ['security_opt: [no-new-privileges:true]', ['security_opt has no-new-privileges:true in both files']],
  ['security_opt: ["${S}"]', ['unread security_opt']],
  ['security_opt: [a$$b]', ['security_opt has a$b in both files']],
])('has each option once: %s', (keys, expected) => {
  expect(clauses(repeatedOptions(pairOf(keys, { ours: { security_opt: ['no-new-privileges:true', 'a$b'] } })))).toEqual(expected);
  expect(repeatedOptions(pairOf(keys))).toEqual([]);
});
