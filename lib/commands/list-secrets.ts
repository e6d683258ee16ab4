import type { ClusterPlan } from '../plan/plan';
import { allSecretsOf } from '../plan/secrets';

/** Every Secret and key, who reads it, what it holds and how to rotate it. */
export async function secretsTable(plan: ClusterPlan): Promise<string> {
  const { asTable } = await import('./table');
  return asTable({
    headings: ['secret', 'key', 'read by', 'holds', 'rotation'],
    rows: allSecretsOf(plan).flatMap(({ name, keys }) =>
      keys.map(({ key, consumers, holds, rotation }) => [name, key, consumers.join(', '), holds, rotation]),
    ),
  });
}

/** The same for programs. */
export const secretsJson = (plan: ClusterPlan): string =>
  `${JSON.stringify({ format: 1, profile: plan.profile.name, secrets: allSecretsOf(plan) }, null, 2)}\n`;
