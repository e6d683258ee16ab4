import { Command } from 'commander';
import { shapesOf } from '../targets/target';
import type { Context } from './context';

/** `fmsynth schema`: the JSON Schema of a profile. */
export const schemaCommand = (context: Context): Command =>
  new Command('schema')
    .description('print the JSON Schema of a profile, for editors')
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} schema
  ${context.program} schema > profile.schema.json`,
    )
    .action(async () => {
      const { profileJsonSchema } = await import('../profile/json-schema');
      context.terminal.out(profileJsonSchema(shapesOf(context.targets, context.application)));
    });
