import type { Configured } from '../../../model/configured';
import type { Environment } from '../../../model/environment';
import type { Members } from '../../../model/members';
import { type Mount, mountsIn } from '../../../model/pod';
import { type SecretKey, secretKey } from '../../../model/secret';
import type { Service } from '../../../model/service';
import type { ClusterProfile } from '../schema/cluster';

/** A Secret that has to exist, with its keys and their readers. */
export interface SecretNeed {
  readonly name: string;
  /** What the cluster itself uses it for. @default - only pods use it */
  readonly purpose?: 'certificate' | 'registry-login';
  readonly keys: readonly (SecretKey & { readonly consumers: readonly string[] })[];
}

/** The part of a plan that reads Secrets. */
interface Readers {
  readonly services: readonly Reader[];
}

interface Reader {
  readonly service: Service;
  readonly configured: Configured;
  /** @default - its replicas are alike */
  readonly members?: Members;
}

/** Every Secret that a plan's services read, in the order of their names. */
export function secretsOf({ services }: Readers): readonly SecretNeed[] {
  const found = new Map<string, SecretKey & { consumers: string[] }>();
  for (const sized of services) {
    for (const { key, consumer } of references(sized)) {
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

/** The same, with those that the cluster itself reads: the certificate of the host, and the login of the registry. */
export function allSecretsOf(plan: Readers & { readonly profile: Pick<ClusterProfile, 'ingress' | 'pullSecret'> }): readonly SecretNeed[] {
  const { ingress, pullSecret } = plan.profile;
  const certificate = (secret: string, key: string, holds: string): SecretNeed['keys'][number] => ({
    ...secretKey(secret, key, { holds, rotation: REPLACE_CERTIFICATE }),
    consumers: ['the ingress controller'],
  });
  const login = (secret: string): SecretNeed['keys'][number] => ({
    ...secretKey(secret, '.dockerconfigjson', { holds: 'the login with which images are pulled', rotation: REPLACE_LOGIN }),
    consumers: ['every pod'],
  });
  return [
    ...secretsOf(plan),
    ...(ingress === undefined
      ? []
      : [
          {
            name: ingress.tlsSecret,
            purpose: 'certificate' as const,
            keys: [
              certificate(
                ingress.tlsSecret,
                'tls.crt',
                `the certificate of ${ingress.host} and those that vouch for it (type kubernetes.io/tls)`,
              ),
              certificate(ingress.tlsSecret, 'tls.key', 'its private key'),
            ],
          },
        ]),
    ...(pullSecret === undefined ? [] : [{ name: pullSecret, purpose: 'registry-login' as const, keys: [login(pullSecret)] }]),
  ];
}

/** The Secrets that the user has to create. The External Secrets Operator creates those of services if the profile names its store. */
export function secretsToCreate(
  plan: Readers & { readonly profile: Pick<ClusterProfile, 'externalSecrets' | 'ingress' | 'pullSecret'> },
): readonly SecretNeed[] {
  const all = allSecretsOf(plan);
  return plan.profile.externalSecrets === undefined ? all : all.filter(({ purpose }) => purpose !== undefined);
}

/** The name of a Secret in the external store. */
export const nameInStore = (
  name: string,
  { prefix, separator }: NonNullable<ClusterProfile['externalSecrets']>,
  { namespace }: Pick<ClusterProfile, 'namespace'>,
): string => `${prefix ?? namespace}${separator}${name}`;

const REPLACE_CERTIFICATE = 'kubectl create secret tls with --dry-run=client --output=yaml, then kubectl apply: it is read at once';
const REPLACE_LOGIN = 'kubectl create secret docker-registry likewise: it is read when an image is pulled';

/** Every Secret key that a service, its migration, its members and their tasks read. */
function references({ service, configured, members }: Reader): readonly { readonly key: SecretKey; readonly consumer: string }[] {
  const { migrates } = configured.database ?? {};
  const by = (consumer: string, environment: Environment) => secretKeys(environment).map((key) => ({ key, consumer }));
  const inFiles = (consumer: string, mounts: readonly Mount[]) => secretFiles(mounts).map((key) => ({ key, consumer }));
  return [
    ...configured.parts.flatMap(({ says }) => by(service.name, says)),
    ...(migrates?.by === 'owner' ? by(`${service.name}-migrate`, migrates.environment) : []),
    ...[...(members?.before ?? []), ...(members?.containers ?? [])].flatMap(({ environment }) => by(service.name, environment)),
    ...(members === undefined ? [] : inFiles(service.name, mountsIn(members))),
    ...(members?.tasks ?? []).flatMap(({ name, steps, mounts = [] }) => [
      ...steps.flatMap(({ environment }) => by(`${service.name}-${name}`, environment)),
      ...inFiles(`${service.name}-${name}`, mounts),
    ]),
  ];
}

/** The Secret keys that are mounted as files. */
const secretFiles = (mounts: readonly Mount[]): readonly SecretKey[] =>
  mounts
    .flatMap(({ volume }) => (volume.kind === 'files' ? volume.sources : []))
    .flatMap((source) => (source.kind === 'secret' ? Object.values(source.files) : []));

const secretKeys = (environment: Environment): readonly SecretKey[] =>
  Object.values(environment).flatMap((value) => (typeof value !== 'string' && value.kind === 'secret' ? value : []));
