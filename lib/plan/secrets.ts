import type { Environment } from '../service/environment';
import type { SecretKey } from '../service/secret';
import type { Service } from '../service/service';
import type { ClusterPlan } from './plan';

/** A Secret that has to be there, what it must hold and who reads it. */
export interface SecretNeed {
  readonly name: string;
  readonly keys: readonly (SecretKey & { readonly consumers: readonly string[] })[];
}

/** Every Secret that a plan's services read, in the order of their names. */
export function secretsOf({ services }: Pick<ClusterPlan, 'services'>): readonly SecretNeed[] {
  const found = new Map<string, SecretKey & { consumers: string[] }>();
  for (const { service } of services) {
    for (const { key, consumer } of references(service)) {
      const id = `${key.secret}/${key.key}`;
      const known = found.get(id) ?? { ...key, consumers: [] };
      if (!known.consumers.includes(consumer)) known.consumers.push(consumer);
      found.set(id, known);
    }
  }
  const keys = [...found.values()];
  return [...new Set(keys.map(({ secret }) => secret))]
    .sort()
    .map((name) => ({ name, keys: keys.filter(({ secret }) => secret === name) }));
}

/** What a service and its migration read. */
function references(service: Service): readonly { readonly key: SecretKey; readonly consumer: string }[] {
  const { migrates } = service.database ?? {};
  return [
    ...secretKeys(service.environment).map((key) => ({ key, consumer: service.name as string })),
    ...(migrates?.by === 'owner' ? secretKeys(migrates.credentials).map((key) => ({ key, consumer: `${service.name}-migrate` })) : []),
  ];
}

const secretKeys = (environment: Environment): readonly SecretKey[] =>
  Object.values(environment).flatMap((value) => (typeof value !== 'string' && value.kind === 'secret' ? value : []));
