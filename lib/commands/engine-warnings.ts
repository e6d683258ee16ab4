import { askEngine } from '../engine/ask';
import { type Heeded, heed } from '../engine/heed';
import type { EngineMachine } from '../engine/machine';
import { inWords, tooSmall, unenforced } from '../engine/shortcomings';
import type { ComposePlan } from '../plan/plan';
import { InputError } from '../problem';
import { inMessage } from '../text';
import { wrap } from '../wrap';
import type { Context, Terminal } from './context';

/**
 * Asks the engine for the machine that a plan is to fit, and says what it heeds.
 *
 * @throws InputError if no engine answers
 */
export async function machineOfEngine(plan: ComposePlan, quiet: boolean, { env, host, terminal }: Context): Promise<Heeded> {
  const engine = await askEngine(env, host());
  const machine = heed(engine, plan.profile, host());
  if (quiet) return machine;
  terminal.err(`${wrap(inMessage(sentence(engine, machine)), terminal.errWidth, 2)}\n`);
  warn(unenforced(engine, plan, true), terminal);
  return machine;
}

const sentence = ({ memory, cpus, place }: EngineMachine, { keep, because }: Heeded): string =>
  `--fit auto: ${inWords(place)} of ${memory} and ${cpus.inWords()}; ${keep} kept, ${because}`;

/** Says what the engine of this machine would make of a plan. Says nothing where none answers at once, and never fails. */
export async function warnOfEngine(plan: ComposePlan, { env, host, patience, terminal }: Context): Promise<void> {
  try {
    const engine = await askEngine(env, host(), patience);
    warn([...tooSmall(engine, plan), ...unenforced(engine, plan)], terminal);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

function warn(sentences: readonly string[], { err, errColors, errWidth }: Terminal): void {
  const label = errColors.yellow('warning ');
  for (const text of sentences) err(`${wrap(`${label} ${inMessage(text)}`, errWidth, 9)}\n`);
}
