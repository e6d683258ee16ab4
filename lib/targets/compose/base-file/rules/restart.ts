import { countOf } from '../amount';
import { needsEnvironment, nodeAt } from '../node';
import { said } from '../parse';
import { type BaseRule, refused } from '../remark';
import { shown } from '../shown';

/** What Compose makes of a condition of `deploy.restart_policy`. */
const POLICIES: ReadonlyMap<string, string> = new Map([
  ['', 'no'],
  ['none', 'no'],
  ['no', 'no'],
  ['any', 'always'],
  ['always', 'always'],
  ['on-failure', 'on-failure'],
  ['unless-stopped', 'unless-stopped'],
]);

/** `deploy.restart_policy` wins over `restart`, whichever file says so. */
export const restartPolicy: BaseRule = ({ base, ours }) => {
  const policy = said(base, 'deploy', 'restart_policy');
  if (policy?.kind !== 'map' || ours.restart === undefined) return [];
  const condition = nodeAt(policy, 'condition');
  const attempts = countOf(nodeAt(policy, 'max_attempts'));
  if (needsEnvironment(condition) || attempts === 'unknown') return [{ unread: 'deploy.restart_policy' }];
  if (attempts === 'wrong') return [];
  const name = POLICIES.get(condition?.kind === 'scalar' ? condition.text : '');
  const written = condition === undefined ? 'has no condition' : `has the condition ${shown(condition)}`;
  if (name === undefined)
    return [refused(`deploy.restart_policy ${written}: the engine knows none, any, on-failure and unless-stopped`, condition)];
  if (attempts !== 0 && condition !== undefined && name !== 'on-failure') {
    return [
      refused(`deploy.restart_policy ${written} and max_attempts: the engine takes a number of attempts with on-failure only`, policy),
    ];
  }
  const merged = name === 'on-failure' && attempts > 0 ? `${name}:${attempts}` : name;
  if (merged === ours.restart) return [];
  return [
    {
      code: 'base-restart-overruled',
      severity: 'warning',
      message: `deploy.restart_policy of the base file ${written}. Compose prefers it to restart: ${ours.restart} of the override, so the container gets the policy ${merged}${merged === 'no' ? ': killed at its cap, it stays down' : ''}; write condition: ${ours.restart === 'no' ? 'none' : ours.restart} there`,
      at: policy,
    },
  ];
};
