import { Command, Option } from 'commander';
import { EXIT_CODES, SEVERAL_EXIT_CODES } from '../exit-code';
import { versionWithSources } from '../generator';
import { checkCommand } from './check';
import type { Context, Finish } from './context';
import { diffCommand } from './diff';
import { listCommand } from './list';
import { planCommand } from './plan';
import { publishCommand } from './publish';
import { schemaCommand } from './schema';
import { synthCommand } from './synth';
import { verifyCommand } from './verify';

/**
 * The program's commands and flags.
 *
 * @param excess what is thrown for a word that no command takes
 */
export function commandLine(context: Context, finish: Finish, excess: (word: string) => Error): Command {
  const commands = [
    synthCommand(context, finish),
    checkCommand(context, finish),
    planCommand(context),
    diffCommand(context, finish),
    listCommand(context),
    schemaCommand(context),
    verifyCommand(context, finish),
    publishCommand(context, finish),
  ];
  const made = context.targets.map(({ word, makes }) => `for a ${word}, ${makes}`);
  const root = new Command(context.program)
    .version(versionWithSources(), '-V, --version', 'the version, with a digest of the sources')
    .usage('[command] [options]')
    .description(`Turns a profile into what runs ${context.application.title}: ${made.join('; ')}.`)
    .addHelpText(
      'after',
      () => `
Examples:
  ${context.program} --profile ${context.application.examples.laptop}
  ${context.program} check --profile ${context.application.examples.laptop}
  ${context.program} plan --profile ${context.application.examples.cluster}

Exit codes:
${Object.entries(EXIT_CODES)
  .map(([code, meaning]) => `  ${code.padEnd(2)}  ${meaning}`)
  .join('\n')}
${SEVERAL_EXIT_CODES}`,
    );
  for (const command of commands) root.addCommand(command, { isDefault: command.name() === 'synth' });
  for (const command of [root, ...commands]) {
    command
      .addOption(new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto'))
      .option('--debug', 'show where in the program an error came from')
      .helpCommand(false)
      .allowExcessArguments()
      .exitOverride()
      .configureOutput({ writeOut: context.terminal.out, writeErr: () => undefined })
      .hook('preAction', (_, { args, registeredArguments }) => {
        const extra = args[registeredArguments.length];
        if (extra !== undefined) throw excess(extra);
      });
  }
  return root;
}
