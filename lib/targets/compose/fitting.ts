import { ExitCode } from '../../exit-code';
import { Refusal } from '../../failure';
import { describeProblem, describeSource, type Problem, refuse } from '../../problem';
import type { Session } from '../../session';
import { inOneUnit, Memory } from '../../units/memory';
import type { Fit } from '../target';
import { fitTo, type Machine, type Shortfall } from './plan/fit';
import type { ComposePlan } from './plan/plan';

/** Shrinks a plan to a machine, or to what the engine says of its own. */
export const fit: Fit<ComposePlan> = async (plan, to, quiet, session) => {
  const machine = to === 'auto' ? await askedMachine(plan, quiet, session) : { memory: to };
  const fitted = fitTo(plan, machine);
  if ('shortfall' in fitted) throw doesNotFit(fitted.shortfall);
  return { plan: fitted.plan, flags: asFlags(machine, plan) };
};

/**
 * Shrinks a plan to the size that its profile fits it to.
 *
 * @throws Refusal if even the floors of all services are more than that
 * @throws InputError if a machine of another size is laid over the profile that says so
 */
export function fitted(plan: ComposePlan, to: Memory): ComposePlan {
  refuse(contradictions(plan, to));
  const result = fitTo(plan, { memory: to });
  if ('shortfall' in result) throw doesNotFit(result.shortfall, { source: plan.profile.sourceAt(FIT), path: 'fit' });
  return result.plan;
}

const FIT = ['fit'];
const MEMORY = ['machine', 'memory'];

/** Refuses another `machine` beside `fit`, in an extending profile or by --set: `fit` would win, and the machine have no effect. */
function contradictions({ profile: { machine, sourceAt, isInherited } }: ComposePlan, to: Memory): readonly Problem[] {
  const [fitSource, source] = [sourceAt(FIT), sourceAt(MEMORY)];
  const above = isInherited(FIT) ? !isInherited(MEMORY) : fitSource.kind === 'file' && source.kind === 'flag';
  if (!above || machine.memory.mebibytes === to.mebibytes) return [];
  const message = `expected ${to}, because fit stands in for it (${describeSource(fitSource)}), got ${machine.memory}: change fit instead`;
  return [{ source, path: MEMORY.join('.'), message }];
}

async function askedMachine(plan: ComposePlan, quiet: boolean, session: Session): Promise<Machine> {
  const { machineOfEngine } = await import('./engine-warnings');
  return machineOfEngine(plan, quiet, session);
}

/** The plan does not fit the machine, even with every service at its floor. */
function doesNotFit(shortfall: Shortfall, at: Omit<Problem, 'message'> = {}): Refusal {
  const { available, kept, floors } = shortfall;
  const needs = floors.map(({ kind, memory }) => `${kind} ${memory}`).join(', ');
  const [needed, there] = inOneUnit(Memory.sum(floors.map(({ memory }) => memory)), available);
  const message = `does not fit: the floors of all services need ${needed}, ${there} are available beside the ${kept} that are kept (${needs})`;
  return new Refusal(ExitCode.doesNotFit, [
    describeProblem({ ...at, message }),
    'what would help:',
    ...remediesOf(shortfall).map((remedy) => `  ${remedy}`),
  ]);
}

/** What the user can do, each with the flags to add. */
function remediesOf({ kept, remedies: { memory, keep, off, missingWithoutThose } }: Shortfall): readonly string[] {
  const switches = off.map((kind) => `--set services.${kind}=off`).join(' ');
  const rest = missingWithoutThose.exceeds(Memory.none) ? `, and ${missingWithoutThose} are still missing then` : '';
  return [
    `more memory: a machine of ${memory}, of which ${kept} are kept`,
    ...(keep === undefined ? [] : [`less to keep: --set machine.keep=${keep}, where that is enough for everything else`]),
    ...(off.length === 0 ? [] : [`fewer services, of those that no other calls: ${switches}${rest}`]),
  ];
}

/** The flags that give the same plan without asking an engine. */
const asFlags = ({ memory, keep, cpus, limitsCpus = true }: Machine, { services, profile }: ComposePlan): readonly string[] => {
  const said = keep === undefined || profile.machine.keep.mebibytes === keep.mebibytes;
  const machine = Object.entries({ keep: said ? undefined : keep, cpus });
  return [
    ...machine.flatMap(([key, value]) => (value === undefined ? [] : [`--set machine.${key}=${value}`])),
    ...services.flatMap(({ service, size }) => (limitsCpus || size.cpu === undefined ? [] : [`--set services.${service.kind}.cpu=null`])),
    `--fit ${memory}`,
  ];
};
