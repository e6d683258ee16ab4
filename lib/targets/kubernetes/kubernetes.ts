import { type Application, servicesIn } from '../../model/application';
import { onceFor } from '../../once';
import type { LoadedProfile } from '../../profile/load';
import type { ProfileValues } from '../../profile/profile-shape';
import { defineTarget } from '../target';
import { asClusterService, bind, type ClusterPlan } from './plan/plan';
import { type ClusterProfile, clusterProfile } from './schema/cluster';
import { needless } from './schema/turned-off';

/** A cluster: manifests, and a kustomization of all. */
export const kubernetes = defineTarget<ClusterPlan>({
  name: 'kubernetes',
  word: 'cluster',
  where: 'in a cluster',
  makes: 'its manifests',
  secretsAt: 'list secrets tells which ones the cluster needs, and under which names',
  lacks: { machine: 'a cluster has nodes', restart: 'a cluster restarts whatever stops' },
  refuses: { off: 'a cluster runs every service' },
  schema: onceFor((application: Application) => clusterProfile(servicesOf(application), application)),
  needless: (application, written) => needless(servicesOf(application), written),
  bind: (application, loaded) => bind(application, loaded as LoadedProfile<ClusterProfile>),
  rules: async () => (await import('./rules/rules')).rules,
  findings: async () => [{ title: 'A profile in a cluster', explanations: (await import('./rules/codes')).KUBERNETES_FINDINGS }],
  files: async (plan, header) => (await import('./render/kubernetes')).kubernetes(plan, header),
  meaning: async (changed) => (await import('./diff/meaning')).meaningOf(changed),
  live: async (plan, after, session) => (await import('./diff/live')).liveMeaning(plan, after, session),
  warnings: async () => [{ title: 'A cluster', explanations: (await import('./diff/codes')).EFFECTS }],
  renders: (name) => LABEL_YAML.test(name) && !COMPOSE_FILE.test(name),
  madeFor,
  totals: async (plan) => (await import('./totals')).totals(plan),
  nextSteps: async (written, session) => (await import('./next-steps')).nextSteps(written, session),
  budget: async (plan, manner) => (await import('./plan-table')).budget(plan, manner),
  losses: async (plan, manner) => (await import('./losses/losses')).losses(plan, manner),
  listed: async (plan, images) => (await import('./listed')).listed(plan, images),
  images: async (plan) => ({ images: (await import('./render/images')).imagesOf(plan) }),
  fit: 'a cluster has nodes that are added',
  secrets: async (plan, format) => (await import('./list-secrets')).secrets(plan, format),
  undone: async (folder, changes) => (await import('./immutable')).immutableIn(folder, changes),
});

const servicesOf = onceFor((application: Application) => servicesIn(application, 'cluster').map(asClusterService));

function madeFor(values: ProfileValues) {
  const { version } = values as ClusterProfile;
  return { words: `Kubernetes ${version} or newer`, data: { version: String(version) } };
}

const LABEL_YAML = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.yaml$/;

/** Files that Compose finds by itself belong to the user. */
const COMPOSE_FILE = /^(docker-)?compose\.yaml$/;
