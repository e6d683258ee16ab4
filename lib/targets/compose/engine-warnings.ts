import { InputError } from '../../problem';
import type { Session, Terminal } from '../../session';
import { inMessage } from '../../text';
import { wrap } from '../../wrap';
import { askEngine } from './engine/ask';
import { type Heeded, heed } from './engine/heed';
import type { EngineMachine } from './engine/machine';
import { inWords, tooSmall, unenforced } from './engine/shortcomings';
import type { ComposePlan } from './plan/plan';

/**
 * Asks the engine for the machine that a plan is to fit, and says what it heeds.
 *
 * @throws InputError if no engine answers
 */
export async function machineOfEngine(plan: ComposePlan, quiet: boolean, { env, host, terminal }: Session): Promise<Heeded> {
  const engine = await askEngine(env, host());
  const machine = heed(engine, plan.profile, host());
  if (quiet) return machine;
  terminal.err(`${wrap(inMessage(sentence(engine, machine)), terminal.errWidth, 2)}\n`);
  warn(unenforced(engine, plan, true), terminal);
  return machine;
}

const sentence = ({ memory, cpus, place }: EngineMachine, { keep, because }: Heeded): string =>
  `--fit auto: ${inWords(place)} of ${memory} and ${cpus.inWords()}; ${keep} kept, ${because}`;

/** Whether the engine of this machine can run a plan as it is. */
export interface EngineVerdict {
  /** It has the memory and takes the CPU limits that the plan has. */
  readonly fits: boolean;
  /** It enforces memory limits: without that no plan bounds anything. */
  readonly enforces: boolean;
}

/** Warns if the engine of this machine cannot run a plan as it is; silent, and undefined, if no engine answers at once. */
export async function warnOfEngine(plan: ComposePlan, { env, host, patience, terminal }: Session): Promise<EngineVerdict | undefined> {
  try {
    const engine = await askEngine(env, host(), patience);
    const { fitTo } = await import('./plan/fit');
    const canFit = 'plan' in fitTo(plan, heed(engine, plan.profile, host()));
    const missing = tooSmall(engine, plan, canFit);
    warn([...missing, ...unenforced(engine, plan)], terminal);
    const refusesCpus = engine.lacks.has('cpus') && plan.services.some(({ size }) => size.cpu !== undefined);
    return { fits: missing.length === 0 && !refusesCpus, enforces: !engine.lacks.has('memory') };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

function warn(sentences: readonly string[], { err, errColors, errWidth }: Terminal): void {
  const label = errColors.yellow('warning ');
  for (const text of sentences) err(`${wrap(`${label} ${inMessage(text)}`, errWidth, 9)}\n`);
}
