import type { Application } from '../../model/application';
import { onceFor } from '../../once';
import type { LoadedProfile } from '../../profile/load';
import type { ProfileValues } from '../../profile/profile-shape';
import { defineTarget } from '../target';
import { BASE_NAMES, OVERRIDE } from './names';
import { bind, type ComposePlan } from './plan/plan';
import { runnable } from './roles';
import { type ComposeProfile, composeProfile } from './schema';

const ONE_CONTAINER = 'on a laptop every service is one container';

/** A laptop: an override of the published Compose file. */
export const compose = defineTarget<ComposePlan>({
  name: 'compose',
  word: 'laptop',
  where: 'on a laptop',
  makes: 'a docker-compose.override.yml',
  secretsAt: 'on a laptop the base file has them, in variables or in the .env beside it',
  lacks: { replicas: ONE_CONTAINER, minAvailable: ONE_CONTAINER, scaling: ONE_CONTAINER },
  schema: onceFor((application: Application) => composeProfile(runnable(application), application)),
  bind: (application, loaded) => bind(application, loaded as LoadedProfile<ComposeProfile>),
  rules: async () => (await import('./rules/rules')).rules,
  findings: async () => {
    const [{ COMPOSE_FINDINGS }, { BASE_FINDINGS, GONE }] = await Promise.all([import('./rules/codes'), import('./base-file/rules/codes')]);
    return [
      { title: 'A profile on a laptop', explanations: COMPOSE_FINDINGS },
      { title: 'A laptop and its base file', explanations: BASE_FINDINGS, gone: GONE, compared: true },
    ];
  },
  files: async (plan, header) => (await import('./render/compose')).compose(plan, header),
  meaning: async (changed) => (await import('./diff/meaning')).meaningOf(changed),
  warnings: async () => [{ title: 'A laptop', explanations: (await import('./diff/codes')).COMPOSE_CHANGES }],
  renders: (name) => name === OVERRIDE,
  shares: (names) => names.some((name) => (BASE_NAMES as readonly string[]).includes(name)),
  madeFor,
  totals: async (plan) => (await import('./totals')).totals(plan),
  nextSteps: async (written, session) => (await import('./next-steps')).nextSteps(written, session),
  budget: async (plan, manner) => (await import('./plan-table')).budget(plan, manner),
  losses: async (plan, manner) => (await import('./losses')).losses(plan, manner),
  listed: async (plan) => (await import('./listed')).listed(plan),
  images: async (plan) => (await import('./listed')).images(plan),
  fitted: async (plan) => (plan.profile.fit === undefined ? undefined : (await import('./fitting')).fitted(plan, plan.profile.fit)),
  asked: 'Docker engine',
  fit: async (plan, machine, quiet, session) => (await import('./fitting')).fit(plan, machine, quiet, session),
  base: {
    word: 'Compose file',
    described: (title) => `${title}'s docker-compose.yml, or - for what docker compose config --format json prints`,
    examples: (check) => [
      `${check} --base DIR/docker-compose.yml`,
      `docker compose --profile '*' -f DIR/docker-compose.yml config --format json |\n    ${check} --base -`,
    ],
    compare: async (selected, file, session) => (await import('./base')).againstBase(selected, file, session),
    beside: async (selected, folder, session) => (await import('./base')).againstFolder(selected, folder, session),
  },
  advise: async (plan, session) => (await import('./engine-warnings')).warnOfEngine(plan, session),
});

function madeFor(values: ProfileValues) {
  const { fit, machine } = values as ComposeProfile;
  const { cpus, keep } = machine;
  const memory = fit ?? machine.memory;
  return {
    words: `${memory}, ${cpus.inWords()}, ${keep} kept`,
    data: { machine: { memory: String(memory), cpus: cpus.cores, keep: String(keep) } },
  };
}
