import { join } from 'node:path';
import { PRIORITIES } from '../model/workload';
import type { Change } from '../output/changes';
import { COMPOSE_FILES_LINE, deploymentIn } from '../output/deployment';
import { budgetOf, type ClusterPlan, type ComposePlan, type Plan } from '../plan/plan';
import type { EngineVerdict } from '../targets/compose/engine-warnings';
import { OVERRIDE } from '../targets/compose/render/compose';
import { NAMESPACE_ITSELF } from '../targets/kubernetes/render/file-names';
import { priorityClass } from '../targets/kubernetes/render/priority';
import { inMessage, quoted } from '../text';
import { wrap } from '../wrap';

export interface Written {
  readonly plan: Plan;
  readonly folder: string;
  /** The folder as the user would type it. */
  readonly shown: string;
  readonly changes: readonly Change[];
  /** What an apply alone does not do, each with the way. */
  readonly immutable: readonly string[];
  readonly program: string;
  /** The flags that led to the plan, as the user would type them. */
  readonly selection: string;
  /** Whether Compose finds a base file beside what is written. */
  readonly hasBase: boolean;
  /** Whether Compose loads the override there. */
  readonly isLoaded: boolean;
  /** What the engine of this machine makes of the plan. @default - it was not asked, or did not answer */
  readonly engine?: EngineVerdict;
  /** Columns of a line. Sentences are broken there; commands are not, so that they can be copied. */
  readonly width: number;
  /** The folder that FaultMaven's files are usually in, as the user would type it, and whether this is the one. */
  readonly usual: { readonly shown: string; readonly here: boolean };
}

/** What to type next, and what to do before it. Starting comes first only where Compose and the engine enforce the caps. */
export async function nextSteps(written: Written): Promise<string> {
  return (written.plan.target === 'kubernetes' ? inCluster(written.plan, written) : await onLaptop(written.plan, written))
    .map((line) => `${line}\n`)
    .join('');
}

/** What a new cluster does not have yet, in the order in which each needs the one before: the namespace, its Secrets, all else. */
function inCluster({ application, profile }: ClusterPlan, { shown, immutable, program, selection }: Written): readonly string[] {
  const secrets = `create the Secrets that ${program} list secrets ${selection} prints`;
  const { namespace, clusterScoped } = profile;
  const first = clusterScoped.namespace
    ? `kubectl apply --server-side -f ${quoted(join(shown, NAMESPACE_ITSELF))}`
    : `see that the namespace ${namespace} is there: this profile does not make it`;
  const classes = PRIORITIES.map((priority) => priorityClass(priority, { application, ...profile })).join(', ');
  return [
    ...(immutable.length > 0 ? ['an apply alone does not do these (docs/runbooks/immutable-fields.md):'] : []),
    ...immutable.map((change) => `  ${inMessage(change)}`),
    `next: ${first}`,
    ...(clusterScoped.priorityClasses ? [] : [`then: see that the PriorityClasses ${classes} are there: this profile does not make them`]),
    `then: ${secrets}`,
    `then: kubectl apply --server-side -k ${quoted(shown)}`,
  ];
}

async function onLaptop(plan: ComposePlan, written: Written): Promise<readonly string[]> {
  const { folder, shown, program, selection, hasBase, isLoaded, engine, usual, width } = written;
  const why = canFreeze(plan)
    ? 'these caps are more than the machine can give'
    : engine?.fits === false
      ? "these limits are more than Docker's machine has"
      : undefined;
  const again = `${program} ${selection}${why === undefined ? '' : ' --fit auto'}`;
  if (!hasBase && usual.here)
    return [
      `next: put FaultMaven's docker-compose.yml into ${inMessage(shown)}, beside the override`,
      `then: ${again} --output ${quoted(shown)} (it compares the two${why === undefined ? '' : `; ${why}`})`,
    ];
  if (!hasBase) {
    const notes = ["the folder of FaultMaven's docker-compose.yml", ...(why === undefined ? [] : [why])];
    return [`next: ${again} --output ${usual.shown} (${notes.join('; ')})`];
  }
  const { needsComposeFiles } = deploymentIn(folder);
  const first = [
    ...(isLoaded ? [] : [wrap(`next: ${NOT_LOADED}`, width, 2)]),
    ...(engine?.enforces === false ? [wrap(`next: ${UNENFORCED}`, width, 2)] : []),
    ...(why === undefined ? [] : [`next: ${again} --output ${quoted(shown)} (${why})`]),
  ];
  return [
    ...(await copyOut(plan, written)),
    ...(needsComposeFiles
      ? [
          wrap(`the ./faultmaven wrapper never loads an override by itself: add this line to ${inMessage(join(shown, '.env'))}`, width, 2),
          `  ${COMPOSE_FILES_LINE}`,
        ]
      : []),
    ...first,
    `${first.length === 0 ? 'next' : 'then'}: cd ${quoted(shown)} && docker compose up -d`,
  ];
}

const NOT_LOADED = 'let Compose load the override, as the warning above says: until then it starts everything without a limit';
const UNENFORCED = 'let Docker enforce memory limits, as the warning above says: until then what is started may take the whole machine';

/** Whether everything at its cap takes more than the machine has beside what is kept, so that it must not be what the user does next. */
function canFreeze(plan: ComposePlan): boolean {
  const { available, limits } = budgetOf(plan);
  return limits.exceeds(available);
}

/** How to save what recreating the containers destroys. */
async function copyOut({ profile, services, off, unsized }: ComposePlan, { shown, changes, width }: Written): Promise<readonly string[]> {
  const change = changes.find(({ path }) => path === OVERRIDE);
  if (change?.kind !== 'add' && change?.kind !== 'replace') return [];
  const { lostFolders } = await import('../targets/compose/base-file/recreated');
  const all = [...services.map(({ service }) => service), ...off, ...unsized];
  const lost = lostFolders(all, change.kind === 'replace' ? change.before : undefined, change.content);
  if (lost.length === 0) return [];
  return [
    ...[
      `this recreates containers, which destroys what they keep inside: ${lost.map(({ folder }) => folder.holds).join(', ')}`,
      `if FaultMaven has run here before, copy it out first${profile.switches.persist ? '' : '; from then on switches.persist keeps it under ./data'}:`,
    ].map((line) => wrap(line, width, 2)),
    // Each in a shell of its own: whatever is typed before or after them, in whichever order.
    ...lost.map(
      ({ service, folder: { unset, path } }) => `  (cd ${quoted(shown)} && docker compose cp ${service.name}:${unset}/. .${path})`,
    ),
  ];
}
