import { inWords } from '../../text';
import { DOCUMENT_WIDTH, wrap } from '../../wrap';
import type { ListFormat } from '../target';
import type { ClusterPlan } from './plan/plan';
import { allSecretsOf, nameInStore, type SecretNeed, secretsToCreate } from './plan/secrets';
import { namespacesInWords, spacesOf } from './plan/spaces';
import { namespaceOf } from './schema/namespaces';

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
  const { externalSecrets } = plan.profile;
  const created = secretsToCreate(plan);
  const areSeveral = spacesOf(plan).length > 1;
  const [have, them] = areSeveral ? ['have', 'each where it says'] : ['has', 'all of them in it'];
  if (allSecretsOf(plan).length === 0) return `${nothingToCreate(plan)}\n`;
  const head = `Secrets of ${namespacesInWords(plan)}, which ${have} to be there before them.`;
  const intro =
    externalSecrets === undefined
      ? `${head} None is ever generated: create ${them}.`
      : `${head} The ${externalSecrets.kind} ${externalSecrets.store} fills in ${filledIn(created)} is called ${storeNames(plan, externalSecrets)}, and its keys are properties of it.`;
  return [wrap(intro, DOCUMENT_WIDTH), ...allSecretsOf(plan).map((need) => block(need, plan)), ...making(plan)]
    .map((text) => `${text}\n`)
    .join('\n');
}

/** Why nobody has to create any. */
function nothingToCreate(plan: ClusterPlan): string {
  const { externalSecrets } = plan.profile;
  return externalSecrets === undefined || allSecretsOf(plan).length === 0
    ? `No Secret is needed in ${namespacesInWords(plan)}.`
    : `The ${externalSecrets.kind} ${externalSecrets.store} fills in all Secrets: there is none to create.`;
}

/** @param created those that the operator does not fill in */
function filledIn(created: readonly SecretNeed[]): string {
  const names = [...new Set(created.map(({ name }) => name))].join(', ');
  return names === '' ? 'all of them. In the store each' : `all but ${names}: create these. In the store each of the others`;
}

/** The commands that make values which belong together. They end with their Secrets, unless an operator fills these in from a store. */
function making(plan: ClusterPlan): readonly string[] {
  const { namespace, clusterDomain, externalSecrets } = plan.profile;
  const needs = allSecretsOf(plan);
  const made = new Map(needs.flatMap(({ keys }) => keys.flatMap(({ made }) => (made === undefined ? [] : [[made.by, made] as const]))));
  return [...made.values()].map(({ by, of, afterwards }) => {
    const theirs = needs.filter(({ keys }) => keys.every((key) => key.made?.by === by));
    const names = inWords([...new Set(theirs.map(({ name }) => name))], 'and');
    const lines = [
      // Passwords and keys are for whoever types this alone.
      'umask 077',
      `namespace=${namespaceOf(of, { namespace })} domain=${clusterDomain}`,
      ...by.trimEnd().split('\n'),
      ...(externalSecrets === undefined ? theirs.map((need) => creating(need, plan)) : []),
      ...(afterwards === undefined
        ? []
        : wrap(afterwards, DOCUMENT_WIDTH - 4)
            .split('\n')
            .map((line) => `# ${line}`)),
    ];
    return [wrap(`To make what is in ${names}, in an empty folder:`, DOCUMENT_WIDTH), ...lines.map((line) => `  ${line}`)].join('\n');
  });
}

const creating = ({ name, compartment, keys }: SecretNeed, { profile }: ClusterPlan): string =>
  [
    `kubectl create secret generic ${name} --namespace=${namespaceOf({ compartment }, profile)}`,
    ...keys.map(({ key, made }) => `  --from-file=${key}=${made?.file}`),
  ].join(' \\\n  ');

/** How the Secrets of each namespace are called in a store. */
const storeNames = (plan: ClusterPlan, store: NonNullable<ClusterPlan['profile']['externalSecrets']>): string =>
  inWords(
    spacesOf(plan).map(({ compartment }) => nameInStore({ name: 'NAME', compartment }, store, plan.profile)),
    'or',
  );

function block({ name, compartment, keys }: SecretNeed, { profile }: ClusterPlan): string {
  const column = Math.max(...keys.map(({ key }) => key.length)) + 4;
  const lines = alike(keys).flatMap((group) => [
    ...group.map(({ key, holds }) => wrap(`  ${key.padEnd(column - 2)}${holds}`, DOCUMENT_WIDTH, column)),
    ...facts(group),
  ]);
  const title = compartment === undefined ? name : `${name}, in the namespace ${namespaceOf({ compartment }, profile)}`;
  return [title, ...lines].join('\n');
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

/** What has to be created, as YAML to fill in; where there is nothing, a comment that says why. */
async function secretsYaml(plan: ClusterPlan): Promise<string> {
  const created = secretsToCreate(plan);
  if (created.length === 0) return `# ${nothingToCreate(plan)}\n`;
  const { secretSkeletons } = await import('./render/secret-skeletons');
  return secretSkeletons(created, plan);
}

/** Every Secret, for programs. */
const secretsJson = (plan: ClusterPlan): string =>
  `${JSON.stringify(
    {
      format: 1,
      profile: plan.profile.name,
      namespace: plan.profile.namespace,
      secrets: allSecretsOf(plan).map(({ name, compartment, keys, ...more }) => ({
        name,
        ...(compartment === undefined ? {} : { namespace: namespaceOf({ compartment }, plan.profile) }),
        keys: keys.map(({ made, ...key }) => key),
        ...more,
      })),
    },
    null,
    2,
  )}\n`;
