import { restartPolicy } from '../../../../../lib/targets/compose/base-file/rules/restart';
import { clauses, pairOf } from '../../../../support/base-rules';

const policy = (keys: string, ours: object = { restart: 'unless-stopped' }) =>
  restartPolicy(pairOf(`deploy: { restart_policy: { ${keys} } }`, { ours }));
const overruled = (has: string): string => `deploy.restart_policy of the base file has ${has}. Compose prefers it to restart`;

it.each([
  ['condition: unless-stopped', []],
  ['', [overruled('no condition')]],
  ['condition: none', [overruled('the condition none')]],
  ['condition: any', [overruled('the condition any')]],
  ['condition: on-failure, max_attempts: 3', [overruled('the condition on-failure')]],
  ['condition: "${C}"', ['unread deploy.restart_policy']],
  ['condition: any, max_attempts: "${A}"', ['unread deploy.restart_policy']],
  ['condition: any, max_attempts: x', []],
  ['condition: sometimes', ['deploy.restart_policy has the condition sometimes']],
  ['condition: any, max_attempts: 3', ['deploy.restart_policy has the condition any and max_attempts']],
  ['condition: unless-stopped, max_attempts: 0', []],
  ['condition: [any]', [overruled('the condition any')]],
  ['max_attempts: 3', [overruled('no condition')]],
])('wins over what the override says: %s', (keys, expected) => expect(clauses(policy(keys))).toEqual(expected));

it.each([
  ['no', 'condition: none', []],
  ['no', 'max_attempts: 2', []],
  ['on-failure', 'condition: on-failure', []],
  ['on-failure', 'condition: on-failure, max_attempts: 0', []],
  ['always', 'condition: any', []],
  ['always', '', ['gets the policy no: killed at its cap, it stays down; write condition: always there']],
  ['no', 'condition: on-failure, max_attempts: 2', ['gets the policy on-failure:2; write condition: none there']],
])('is the same as restart: %s is %s', (restart, keys, expected) => {
  expect(policy(keys, { restart }).map((remark) => 'message' in remark && remark.message.split('so the container ')[1])).toEqual(expected);
});

it('is nothing without one of both', () => {
  expect(policy('condition: none', {})).toEqual([]);
  expect(restartPolicy(pairOf('deploy: { restart_policy: x }', { ours: { restart: 'no' } }))).toEqual([]);
});
