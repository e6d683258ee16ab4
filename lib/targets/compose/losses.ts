import { inWords } from '../../text';
import { type Effect, IN_FLIGHT, inMemoryOf, type Losses, lossesAs } from '../losses';
import type { BudgetManner } from '../target';
import { budgetOf, type ComposePlan, type ComposeSized } from './plan/plan';

/** What fails on a laptop, and what it means for each service. */
export const losses = (plan: ComposePlan, manner: Pick<BudgetManner, 'format' | 'colors'>): string => lossesAs(lossesIn(plan), manner);

function lossesIn(plan: ComposePlan): Losses {
  const { services, profile } = plan;
  const each = (effect: (sized: ComposeSized) => Effect) => services.map((sized) => [sized.service.kind, effect(sized)] as const);
  return {
    profile: profile.name,
    failing: [
      { what: 'a container takes more memory than its limit', effects: each((sized) => killed(sized, plan)) },
      { what: 'a container takes all the CPUs of its limit', effects: each(() => SLOW) },
      { what: 'the machine is gone, or Docker on it', effects: each((sized) => stopped(sized, plan)) },
      { what: 'a container is made anew, as new limits do', effects: services.flatMap((sized) => anew(sized, plan)) },
    ].filter(({ effects }) => effects.length > 0),
    notes: [
      'computed: from restart policies and from how long a service may take to start. A start that takes longer than that is possible on a slow machine.',
      ofMachine(plan),
    ],
  };
}

/** Whether Docker starts a container again that was killed. */
const comesBack = ({ profile: { restart } }: ComposePlan): boolean => restart !== 'no';

/** What is lost with a process, in words; undefined if nothing is. Nobody asks a service that has no port. */
function lostOf({ service, configured }: ComposeSized): string | undefined {
  const lost = [...(service.ports.length === 0 ? [] : [IN_FLIGHT]), ...inMemoryOf(configured)];
  return lost.length === 0 ? undefined : inWords(lost, 'and');
}

/** One container is all that a service has, so whatever calls it gets errors. */
function killed(sized: ComposeSized, plan: ComposePlan): Effect {
  const callers = callersOf(sized, plan);
  const means = `the kernel kills it${callers.length === 0 ? '' : `; ${inWords(callers, 'and')} ${callers.length === 1 ? 'gets' : 'get'} errors meanwhile`}`;
  const lost = lostOf(sized);
  return comesBack(plan)
    ? { state: 'down', means, lasts: `started again within ${sized.service.health.startsWithin.seconds} s`, known: 'computed', lost }
    : { state: 'down', means, lasts: 'until somebody starts it', known: 'computed', lost, byHand: 'docker compose up --detach' };
}

const callersOf = ({ service }: ComposeSized, { services }: ComposePlan): readonly string[] =>
  services.filter((other) => other.service.calls.includes(service)).map((other) => other.service.kind);

const SLOW: Effect = {
  state: 'degraded',
  means: 'it is slow, and never killed for that',
  lasts: 'as long as the load does',
  known: 'computed',
};

function stopped(sized: ComposeSized, plan: ComposePlan): Effect {
  const { restart } = plan.profile;
  const byItself = restart === 'always' || restart === 'unless-stopped';
  const lost = lostOf(sized);
  return {
    state: 'down',
    means: 'there is no other machine',
    lasts: byItself ? 'until Docker runs again, which starts it' : 'until Docker runs again and somebody starts it',
    known: 'computed',
    lost,
    byHand: byItself ? 'start the machine, and Docker' : 'start the machine and Docker, then docker compose up --detach',
  };
}

/** What a service keeps inside its container, or in memory. */
const inside = ({ service, configured }: ComposeSized, { profile }: ComposePlan): readonly string[] => [
  ...(profile.switches.persist ? [] : service.persists.map(({ holds }) => holds)),
  ...inMemoryOf(configured),
];

const anew = (sized: ComposeSized, plan: ComposePlan): readonly (readonly [string, Effect])[] => {
  const lost = inside(sized, plan);
  return lost.length === 0
    ? []
    : [
        [
          sized.service.kind,
          { state: 'works', means: 'it starts without them', lasts: 'for good', known: 'computed', lost: inWords(lost, 'and') },
        ],
      ];
};

/** Whether containers can take the memory of everything else. */
function ofMachine(plan: ComposePlan): string {
  const { available, limits } = budgetOf(plan);
  if (plan.unsized.length > 0)
    return `The machine can run out of memory: ${inWords(
      plan.unsized.map(({ kind }) => kind),
      'and',
    )} run without a limit.`;
  return limits.exceeds(available)
    ? `The machine can run short of memory, swap and freeze: all limits together are ${limits.over(available)} more than what is there for containers.`
    : 'Containers never take the memory of everything else: their limits fit what is there for them.';
}
