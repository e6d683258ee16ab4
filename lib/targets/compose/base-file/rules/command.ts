import { type BaseNode, needsEnvironment, withoutEscapes } from '../node';
import { said } from '../parse';
import type { BaseRule } from '../remark';
import { shown, shownText } from '../shown';

/** A command of the override replaces that of the base file, arguments included. */
export const command: BaseRule = ({ base, ours }) => {
  if (ours.command === undefined) return [];
  const theirs = said(base, 'command');
  const entrypoint = said(base, 'entrypoint');
  const written = shownText(ours.command.join(' '));
  const replaced = wordsOf(theirs).filter((word) => !ours.command?.includes(word));
  const onlyVariables = replaced.every((word) => /^\$\{[^}]*\}$|^\$\w+$/.test(word));
  return [
    ...(theirs === undefined || replaced.length === 0
      ? []
      : needsEnvironment(theirs) && onlyVariables
        ? [{ unread: 'command' }]
        : [
            {
              code: 'base-command-replaced',
              severity: 'warning',
              message: `the base file runs "${shown(theirs)}", the override replaces it by "${written}": what only the first says is lost`,
              at: theirs,
            } as const,
          ]),
    ...(wordsOf(entrypoint).length === 0 || entrypoint === undefined
      ? []
      : [
          {
            code: 'base-command-replaced',
            severity: 'warning',
            message: `the base file has the entrypoint "${shown(entrypoint)}", which gets "${written}" of the override as its arguments`,
            at: entrypoint,
          } as const,
        ]),
  ];
};

/** The value of an argument, as `--path x` or `--path=x`; the last one counts. */
export const argumentOf = (words: readonly string[], argument: string): string | undefined =>
  words
    .flatMap((word, index) =>
      word === argument ? (words[index + 1] ?? []) : word.startsWith(`${argument}=`) ? word.slice(argument.length + 1) : [],
    )
    .at(-1);

/** As a shell splits it, near enough to compare. */
export const wordsOf = (node: BaseNode | undefined): readonly string[] => {
  if (node?.kind === 'list') return node.items.flatMap((item) => (item.kind === 'scalar' ? [withoutEscapes(item.text)] : []));
  if (node?.kind !== 'scalar' || node.value === null) return [];
  return (withoutEscapes(node.text).match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
};
