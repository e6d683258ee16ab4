import { join } from 'node:path';
import type { Session } from '../../session';
import { inMessage, quoted } from '../../text';
import { wrap } from '../../wrap';
import type { Written } from '../target';
import type { BaseCode } from './base-file/rules/codes';
import { deploymentIn, lineOf } from './deployment';
import type { EngineVerdict } from './engine-warnings';
import { OVERRIDE } from './names';
import { budgetOf, type ComposePlan } from './plan/plan';

/** The commands to type next, and what to do before them. The start comes first only if Compose and the engine enforce the caps. */
export async function nextSteps(written: Written<ComposePlan>, session: Session): Promise<string> {
  return (await steps(written, session)).map((line) => `${line}\n`).join('');
}

async function steps(written: Written<ComposePlan>, session: Session): Promise<readonly string[]> {
  const { plan, folder, shown, selection, base, asks } = written;
  const { program, cwd } = session;
  const { errWidth: width } = session.terminal;
  const said = (code: BaseCode): boolean => base?.some((finding) => finding.code === code) ?? false;
  const { title, published } = plan.application;
  const { unaware, base: isThere } = deploymentIn(folder, plan.application);
  const hasBase = base === undefined ? isThere : !said('base-file-missing');
  const isLoaded = !said('override-not-loaded');
  const engine = asks ? await engineVerdict(plan, session) : undefined;
  const why = canFreeze(plan)
    ? 'these caps are more than the machine can give'
    : engine?.fits === false
      ? "these limits are more than Docker's machine has"
      : undefined;
  const again = `${program} ${selection}${why === undefined ? '' : ' --fit auto'}`;
  if (!hasBase && published !== undefined && folder === join(cwd, published.folder))
    return [
      `next: put ${title}'s docker-compose.yml into ${inMessage(shown)}, beside the override`,
      `then: ${again} --output ${quoted(shown)} (it compares the two${why === undefined ? '' : `; ${why}`})`,
    ];
  if (!hasBase) {
    const notes = [`the folder of ${title}'s docker-compose.yml`, ...(why === undefined ? [] : [why])];
    return [`next: ${again} --output ${published?.folder ?? 'DIR'} (${notes.join('; ')})`];
  }
  const first = [
    ...(isLoaded ? [] : [wrap(`next: ${NOT_LOADED}`, width, 2)]),
    ...(engine?.enforces === false ? [wrap(`next: ${UNENFORCED}`, width, 2)] : []),
    ...(why === undefined ? [] : [`next: ${again} --output ${quoted(shown)} (${why})`]),
  ];
  return [
    ...(await copyOut(written, width)),
    ...(unaware !== undefined
      ? [
          wrap(
            `the ./${unaware.file} wrapper never loads an override by itself: add this line to ${inMessage(join(shown, '.env'))}`,
            width,
            2,
          ),
          `  ${lineOf(unaware)}`,
        ]
      : []),
    ...first,
    `${first.length === 0 ? 'next' : 'then'}: cd ${quoted(shown)} && docker compose up -d`,
  ];
}

async function engineVerdict(plan: ComposePlan, session: Session): Promise<EngineVerdict | undefined> {
  const { warnOfEngine } = await import('./engine-warnings');
  return warnOfEngine(plan, session);
}

const NOT_LOADED = 'let Compose load the override, as the warning above says: until then it starts everything without a limit';
const UNENFORCED = 'let Docker enforce memory limits, as the warning above says: until then what is started may take the whole machine';

/** Whether all caps together are more than the machine can give. The user must then not start it next. */
function canFreeze(plan: ComposePlan): boolean {
  const { available, limits } = budgetOf(plan);
  return limits.exceeds(available);
}

/** How to save what recreating the containers destroys. */
async function copyOut({ plan, shown, changes }: Written<ComposePlan>, width: number): Promise<readonly string[]> {
  const { profile, services, off, unsized } = plan;
  const change = changes.find(({ path }) => path === OVERRIDE);
  if (change?.kind !== 'add' && change?.kind !== 'replace') return [];
  const { lostFolders } = await import('./base-file/recreated');
  const all = [...services.map(({ service }) => service), ...off, ...unsized];
  const lost = lostFolders(all, change.kind === 'replace' ? change.before : undefined, change.content);
  if (lost.length === 0) return [];
  return [
    ...[
      `this recreates containers, which destroys what they keep inside: ${lost.map(({ folder }) => folder.holds).join(', ')}`,
      `if ${plan.application.title} has run here before, copy it out first${profile.switches.persist ? '' : '; from then on switches.persist keeps it under ./data'}:`,
    ].map((line) => wrap(line, width, 2)),
    // Each in a shell of its own: whatever is typed before or after them, in whichever order.
    ...lost.map(
      ({ service, folder: { unset, path } }) => `  (cd ${quoted(shown)} && docker compose cp ${service.name}:${unset}/. .${path})`,
    ),
  ];
}
