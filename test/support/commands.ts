import { commandLine } from '../../lib/commands/command-line';
import type { Context } from '../../lib/commands/context';
import type { Application } from '../../lib/model/application';
import { targets } from '../../lib/targets/targets';

/** The commands of the program of an application, which is never run. @param root where it has its profiles */
export const commandsOf = (application: Application, root: string) =>
  commandLine(
    { program: 'fmsynth', root, application, targets, terminal: { out: () => undefined } } as unknown as Context,
    () => undefined,
    Error,
  ).commands;
