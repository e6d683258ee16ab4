import { flagOf } from '../amount';
import { type BaseNode, needsEnvironment, withoutEscapes } from '../node';
import { said } from '../parse';
import { type BaseRule, type Remark, refused } from '../remark';
import { shown, shownText } from '../shown';

/** Keys of both health checks add up, so one that is disabled stays so; the test is replaced. */
export const healthcheck: BaseRule = ({ base, ours }) => {
  if (ours.healthcheck === undefined) return unknownKind(said(base, 'healthcheck', 'test'));
  const disable = said(base, 'healthcheck', 'disable');
  const test = said(base, 'healthcheck', 'test');
  if (flagOf(disable) === 'unknown') return [{ unread: 'healthcheck.disable' }];
  if (flagOf(disable) === true) {
    const message = 'healthcheck.disable is true in the base file and stays so: the health check of the override never runs';
    return [{ code: 'base-healthcheck-differs', severity: 'warning', message, at: disable }];
  }
  if (test === undefined) return [];
  if (needsEnvironment(test)) return [{ unread: 'healthcheck.test' }];
  const theirs = testOf(test);
  if (theirs[0] === 'NONE' || theirs.join('\0') === ours.healthcheck.test.join('\0')) return [];
  const message = `the base file checks with "${shown(test)}", the override replaces it by "${shownText(ours.healthcheck.test.join(' '))}"`;
  return [{ code: 'base-healthcheck-differs', severity: 'warning', message, at: test }];
};

/** The first word of a list says how the others are run. */
function unknownKind(test: BaseNode | undefined): readonly Remark[] {
  const [kind] = test?.kind === 'list' ? testOf(test) : [];
  if (kind === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(kind) || needsEnvironment(test)) return [];
  return [refused(`healthcheck.test starts with ${shownText(kind)}: Compose takes CMD, CMD-SHELL or NONE`, test)];
}

const testOf = (node: BaseNode): readonly string[] =>
  node.kind === 'list'
    ? node.items.flatMap((item) => (item.kind === 'scalar' ? [withoutEscapes(item.text)] : []))
    : ['CMD-SHELL', node.kind === 'scalar' ? withoutEscapes(node.text) : ''];
