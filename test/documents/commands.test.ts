import { Command, Option } from 'commander';
import { commandsDocument } from '../../lib/documents/commands';

const EXIT_CODES = { meanings: { 0: 'ok', 3: 'drift' }, several: 'Where several apply, the first.' };

function program(...more: readonly Command[]): Command {
  const root = new Command('run it --').version('1.2.3').description('Does it.');
  const commands = ['one', 'two', 'three'].map((name) => new Command(name).description(`do ${name}`).option('--set <x=y>', 'one value'));
  commands[0]?.addOption(new Option('--format <format>', 'how').choices(['a', 'b']).default('a'));
  commands[1]?.addOption(new Option('--format <format>', 'how').choices(['c', 'd']).default('c')).argument('[what]', 'a: all; b: some');
  for (const command of [...commands, ...more]) root.addCommand(command.option('--debug', 'show where').addHelpText('after', EXAMPLES));
  return root;
}

const EXAMPLES = `
Examples:
  run it -- one --set a=b
  run it -- one --set a|b |
    run it -- two`;

const document = commandsDocument(program(new Command('four').description('do four')), EXIT_CODES);

/** What stands below a heading. */
const section = (heading: string): string => document.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

it('says once what several commands have, and where', () => {
  const shared = section('Flags of several commands');
  expect(shared).toContain(
    'Every command:\n\n| flag | does |\n|---|---|\n| `--debug` | show where |\n| `-h, --help` | display help for command |\n',
  );
  expect(shared).toContain('`one`, `two`, `three`:\n\n| flag | does |\n|---|---|\n| `--set <x=y>` | one value |\n');
  expect(shared).toContain('Without a command:\n\n| flag | does |\n|---|---|\n| `-V, --version` | output the version number |\n');
  expect(document.match(/one value/g)).toHaveLength(1);
});

it('tells of each command its flags, which of them differ, its arguments and its examples as they are printed', () => {
  expect(section('one')).toBe(
    [
      '',
      'Do one.',
      '',
      '```text example',
      'run it -- one [options]',
      '```',
      '',
      '| flag | does |',
      '|---|---|',
      '| `--format <format>` | how; one of a, b; default a |',
      '',
      'Examples:',
      '',
      '```text example',
      'run it -- one --set a=b',
      'run it -- one --set a|b |',
      '  run it -- two',
      '```',
      '',
    ].join('\n'),
  );
  expect(section('two')).toContain('run it -- two [options] [what]\n```\n\n- `what`: a: all; b: some\n');
  expect(section('two')).toContain('how; one of c, d; default c');
  expect(section('three')).not.toContain('| flag |');
});

it('has the exit codes', () => {
  expect(section('Exit codes')).toContain('| 0 | ok |\n| 3 | drift |\n\nWhere several apply, the first.');
});

it('refuses a command without examples', () => {
  expect(() => commandsDocument(new Command('x').addCommand(new Command('bare')), EXIT_CODES)).toThrow('bare --help has no examples');
});
