import { hasVariable, withoutEscapes } from '../node';
import { said } from '../parse';
import type { BaseRule, Remark } from '../remark';
import { shownText } from '../shown';
import { namedVariable } from './data';

/** A variable that the base file sets otherwise: the override's counts. Where data lies is a rule of its own. */
export const environment: BaseRule = ({ service, base, ours }) => {
  const folders = new Set(service.persists.flatMap(({ through }) => ('variable' in through ? [through.variable] : [])));
  return Object.entries(ours.environment ?? {}).flatMap(([name, value]): readonly Remark[] => {
    const node = folders.has(name) ? undefined : namedVariable(base, name);
    if (node === undefined) return [];
    // What it is without a value, the environment says.
    if (node === 'unset' || node.kind !== 'scalar' || node.value === null || hasVariable(node.text))
      return [{ unread: `environment.${name}` }];
    const before = withoutEscapes(node.text);
    if (before === '' || before === value) return [];
    return [
      {
        code: 'base-environment-replaced',
        severity: 'warning',
        message: `the base file sets ${name} to ${shownText(before)}, the override to ${shownText(value)}, which counts: say it in one of them`,
        at: said(base, 'environment'),
      },
    ];
  });
};
