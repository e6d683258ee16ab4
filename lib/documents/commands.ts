import type { Command, Option } from 'commander';
import { code, document, example, generatedFrom, list, paragraph, plain, sentence, table } from './markdown';

/** What an exit code is told as, and what holds where several apply. */
export interface ExitCodes {
  readonly meanings: Readonly<Record<number, string>>;
  readonly several: string;
}

/** Flags that as many commands have are said once. */
const SEVERAL = 3;

/** `docs/commands.md`: every command with its flags and examples. @param root the command line; its output goes nowhere afterwards */
export function commandsDocument(root: Command, { meanings, several }: ExitCodes): string {
  const { commands } = root;
  const flags = commands.flatMap((command) => optionsOf(command).map((option) => ({ command, option, row: rowOf(option) })));
  const having = ([flag, does]: Row): readonly Command[] =>
    flags.flatMap(({ command, row }) => (row[0] === flag && row[1] === does ? [command] : []));
  const rows = [...new Map(flags.map(({ row }) => [row.join(), row])).values()];
  const shared = rows.filter((row) => having(row).length >= SEVERAL);
  const ofAll = shared.filter((row) => having(row).length === commands.length);
  const atRoot = optionsOf(root).map(rowOf);
  return document(
    ...generatedFrom('Commands', 'the command line'),
    paragraph(root.description()),
    paragraph(
      `In a clone of the repository the program is called ${code(root.name())}. The ${code('--')} matters: without it npm keeps the flags for itself. Where the package is installed, the program is called ${code('fmsynth')}. Relative paths mean the folder that you are in.`,
    ),
    list(commands.map((command) => `[${code(command.name())}](#${command.name()}): ${plain(command.description())}`)),
    '## Flags of several commands',
    'Every command:',
    tableOf(ofAll),
    ...groupsOf(
      shared.filter((row) => !ofAll.includes(row)),
      having,
    ).flatMap(([names, group]) => [`${names}:`, tableOf(group)]),
    'Without a command:',
    tableOf(atRoot.filter((row) => having(row).length === 0)),
    ...commands.flatMap((command) => {
      const own = rows.filter((row) => !shared.includes(row) && having(row).includes(command));
      return [
        `## ${command.name()}`,
        paragraph(`${sentence(plain(command.description()))}.`),
        example([`${root.name()} ${command.name()} ${command.usage()}`]),
        ...argumentsOf(command),
        ...(own.length === 0 ? [] : [tableOf(own)]),
        'Examples:',
        example(examplesOf(command)),
      ];
    }),
    '## Exit codes',
    table(
      ['code', 'means'],
      Object.entries(meanings).map(([number, meaning]) => [number, plain(meaning)]),
    ),
    paragraph(`${several} An accepted finding never counts. Bad input cannot be accepted.`),
  );
}

/** A flag, and what it does. */
type Row = readonly [flag: string, does: string];

const optionsOf = (command: Command): readonly Option[] => command.createHelp().visibleOptions(command);

/** Flags that the same commands have, with the names of these. */
function groupsOf(rows: readonly Row[], having: (row: Row) => readonly Command[]): readonly (readonly [string, readonly Row[]])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const names = having(row)
      .map((command) => code(command.name()))
      .join(', ');
    groups.set(names, [...(groups.get(names) ?? []), row]);
  }
  return [...groups];
}

const tableOf = (rows: readonly Row[]): string => table(['flag', 'does'], rows);

/** A flag with what it does, which values it takes and which it has by itself. */
function rowOf({ flags, description, argChoices, defaultValue }: Option): Row {
  const values = argChoices === undefined ? '' : `; one of ${argChoices.join(', ')}`;
  const usual = typeof defaultValue === 'string' ? `; default ${defaultValue}` : '';
  return [code(flags), plain(`${description}${values}${usual}`)];
}

const argumentsOf = (command: Command): readonly string[] =>
  command.registeredArguments.length === 0
    ? []
    : [list(command.registeredArguments.map((argument) => `${code(argument.name())}: ${plain(argument.description)}`))];

/** As `--help` prints them. @throws Error if it prints none */
function examplesOf(command: Command): readonly string[] {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  const [, examples] = /^Examples:\n((?: {2}.*\n?)+)/m.exec(help) ?? [];
  if (examples === undefined) throw new Error(`${command.name()} --help has no examples`);
  return examples
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(2));
}
