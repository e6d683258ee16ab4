import { flagOf } from '../amount';
import { type BaseNode, hasVariable, withoutEscapes } from '../node';
import { said } from '../parse';
import { type BaseRule, type Remark, refused } from '../remark';
import { shownText } from '../shown';

/** Lists of both files add up, so what the base file grants stays granted. */
export const hardening: BaseRule = ({ base, ours }) => {
  if (ours.cap_drop === undefined) return [];
  const privileged = said(base, 'privileged');
  const added = said(base, 'cap_add');
  const names = textsOf(added);
  const extra = names.filter((name) => !hasVariable(name) && !ours.cap_add?.includes(capability(name)));
  return [
    ...(flagOf(privileged) === 'unknown' ? [{ unread: 'privileged' }] : []),
    ...(flagOf(privileged) === true
      ? [weakened('privileged is true in the base file: the container has every capability, whatever the override drops', privileged)]
      : []),
    ...(names.some(hasVariable) ? [{ unread: 'cap_add' }] : []),
    ...(extra.length > 0
      ? [
          weakened(
            `the base file adds ${shownText(extra.join(', '))}: the container keeps more than ${ours.cap_add?.join(', ') ?? 'no capability'}, which is what its image needs`,
            added,
          ),
        ]
      : []),
  ];
};

const weakened = (message: string, at: BaseNode | undefined): Remark => ({
  code: 'base-hardening-weakened',
  severity: 'warning',
  message,
  at,
});

/** `CAP_CHOWN` and `chown` are CHOWN. */
const capability = (name: string): string => name.toUpperCase().replace(/^CAP_/, '');

/** Compose refuses a list of security options in which one stands twice, once both files' are added up. */
export const repeatedOptions: BaseRule = ({ base, ours }) => {
  const node = said(base, 'security_opt');
  const theirs = textsOf(node).map(withoutEscapes);
  if (ours.security_opt === undefined) return [];
  return [
    ...(textsOf(node).some(hasVariable) ? [{ unread: 'security_opt' }] : []),
    ...ours.security_opt
      .filter((option) => theirs.includes(option))
      .map((option) =>
        refused(
          `security_opt has ${option} in both files: Compose refuses to merge them; remove it from the base file, where the override has it`,
          node,
        ),
      ),
  ];
};

const textsOf = (node: BaseNode | undefined): readonly string[] =>
  node?.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : [];
