import { DOCUMENT_WIDTH, wrap } from '../../wrap';
import type { ListFormat } from '../target';
import type { ClusterPlan } from './plan/plan';
import { allSecretsOf, nameInStore, type SecretNeed, secretsToCreate } from './plan/secrets';

/** Every Secret that a plan needs, for people, for programs, or to be filled in. */
export async function secrets(plan: ClusterPlan, format: ListFormat): Promise<string> {
  switch (format) {
    case 'json':
      return secretsJson(plan);
    case 'yaml':
      return secretsYaml(plan);
    case 'table':
      return secretsText(plan);
  }
}

type Key = SecretNeed['keys'][number];

/** Every Secret and key, who reads it, what it holds and how to rotate it: a block for each Secret. */
function secretsText(plan: ClusterPlan): string {
  const { namespace, externalSecrets } = plan.profile;
  const created = secretsToCreate(plan);
  const intro =
    externalSecrets === undefined
      ? `Secrets of the namespace ${namespace}, which has to be there before them. None is ever generated: create all of them in it.`
      : `Secrets of the namespace ${namespace}, which has to be there before them. The ${externalSecrets.kind} ${externalSecrets.store} fills in all but ${created.map(({ name }) => name).join(', ')}: create these. In the store each of the others is called ${nameInStore('NAME', externalSecrets, plan.profile)}, and its keys are properties of it.`;
  return [wrap(intro, DOCUMENT_WIDTH), ...allSecretsOf(plan).map(block)].map((text) => `${text}\n`).join('\n');
}

function block({ name, keys }: SecretNeed): string {
  const column = Math.max(...keys.map(({ key }) => key.length)) + 4;
  const lines = alike(keys).flatMap((group) => [
    ...group.map(({ key, holds }) => wrap(`  ${key.padEnd(column - 2)}${holds}`, DOCUMENT_WIDTH, column)),
    ...facts(group),
  ]);
  return [name, ...lines].join('\n');
}

/** Keys that have the same readers and are rotated in the same way. */
function alike(keys: readonly Key[]): readonly (readonly Key[])[] {
  const groups = new Map<string, Key[]>();
  for (const key of keys) {
    const id = JSON.stringify([key.consumers, key.rotation]);
    groups.set(id, [...(groups.get(id) ?? []), key]);
  }
  return [...groups.values()];
}

const facts = ([first]: readonly Key[]): readonly string[] =>
  first === undefined
    ? []
    : [`    read by    ${first.consumers.join(', ')}`, `    to rotate  ${first.rotation}`].map((line) => wrap(line, DOCUMENT_WIDTH, 15));

/** What has to be created, as YAML to fill in. */
async function secretsYaml(plan: ClusterPlan): Promise<string> {
  const { secretSkeletons } = await import('./render/secret-skeletons');
  return secretSkeletons(secretsToCreate(plan), plan);
}

/** Every Secret, for programs. */
const secretsJson = (plan: ClusterPlan): string =>
  `${JSON.stringify({ format: 1, profile: plan.profile.name, namespace: plan.profile.namespace, secrets: allSecretsOf(plan) }, null, 2)}\n`;
