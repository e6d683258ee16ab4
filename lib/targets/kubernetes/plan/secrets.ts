import type { Compartment } from '../../../model/compartment';
import type { Configured } from '../../../model/configured';
import type { Environment } from '../../../model/environment';
import type { Members } from '../../../model/members';
import { type Mount, mountsIn } from '../../../model/pod';
import { type Rotation, type SecretKey, secretKey } from '../../../model/secret';
import type { Service } from '../../../model/service';
import { type Around, runsOf } from '../../../model/workload';
import { inWords } from '../../../text';
import type { ClusterProfile } from '../schema/cluster';
import { hostsOf } from '../schema/ingress';
import { namespaceOf } from '../schema/namespaces';
import { besideOf } from './beside';

/** A Secret that has to exist, with its keys and their readers. */
export interface SecretNeed {
  readonly name: string;
  /** Where the pods run that read it. @default - beside the services of the application */
  readonly compartment?: Compartment;
  /** What the cluster itself uses it for. @default - only pods use it */
  readonly purpose?: 'certificate' | 'registry-login';
  readonly keys: readonly NeededKey[];
}

/** A key of a Secret with its readers, and how to replace it in words of a cluster. */
interface NeededKey extends Omit<SecretKey, 'rotation'> {
  readonly rotation: string;
  readonly consumers: readonly string[];
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
  /** @default - nothing is known that its pods could depend on */
  readonly around?: Around;
}

/** Every Secret that a plan's services read: those of each namespace in the order of their names. */
export const secretsOf = ({ services }: Readers): readonly SecretNeed[] =>
  compartmentsOf(services).flatMap((compartment) =>
    readBy(services.filter(({ service }) => service.compartment?.name === compartment?.name)).map((need) =>
      compartment === undefined ? need : { ...need, compartment },
    ),
  );

/** Where the services run, first beside those of the application. */
const compartmentsOf = (services: readonly Reader[]): readonly (Compartment | undefined)[] => [
  undefined,
  ...new Map(
    services.flatMap(({ service: { compartment } }) => (compartment === undefined ? [] : [[compartment.name, compartment]])),
  ).values(),
];

function readBy(services: readonly Reader[]): readonly SecretNeed[] {
  const found = new Map<string, NeededKey & { consumers: string[] }>();
  for (const sized of services) {
    for (const { key, consumer } of references(sized)) {
      const id = `${key.secret}/${key.key}`;
      const known = found.get(id) ?? needed(key, [] as string[]);
      if (!known.consumers.includes(consumer)) known.consumers.push(consumer);
      found.set(id, known);
    }
  }
  const keys = [...found.values()];
  return [...new Set(keys.map(({ secret }) => secret))]
    .sort()
    .map((name) => ({ name, keys: keys.filter(({ secret }) => secret === name) }));
}

const needed = <Consumers extends readonly string[]>(key: SecretKey, consumers: Consumers) => ({
  ...key,
  rotation: inCluster(key.rotation),
  consumers,
});

function inCluster(rotation: Rotation): string {
  if (typeof rotation === 'string') return rotation;
  const means = rotation.means === undefined ? '; Jobs read it when they next run' : `: ${rotation.means}`;
  return `write the new value, then kubectl rollout restart its consumers${means}`;
}

/** The same, with those that the cluster itself reads: the certificate of the host, and the login of the registry. */
export function allSecretsOf(
  plan: Readers & { readonly profile: Pick<ClusterProfile, 'ingress' | 'platform' | 'pullSecret'> },
): readonly SecretNeed[] {
  const { pullSecret } = plan.profile;
  const login = (secret: string): NeededKey =>
    needed(secretKey(secret, '.dockerconfigjson', { holds: 'the login with which images are pulled', rotation: REPLACE_LOGIN }), [
      'every pod',
    ]);
  return [
    ...secretsOf(plan),
    ...certificatesOf(plan),
    ...(pullSecret === undefined
      ? []
      : compartmentsOf(plan.services).map((compartment) => ({
          name: pullSecret,
          ...(compartment === undefined ? {} : { compartment }),
          purpose: 'registry-login' as const,
          keys: [login(pullSecret)],
        }))),
  ];
}

/** The Secrets with certificates, each with the hosts that it is for. */
function certificatesOf({
  services,
  profile: { ingress, platform },
}: Readers & { readonly profile: Pick<ClusterProfile, 'ingress' | 'platform'> }): readonly SecretNeed[] {
  const hosts = ingress === undefined ? [] : hostsOf(ingress);
  const [consumers, rotation] =
    platform.ingress === 'direct'
      ? [services.flatMap(({ service }) => (service.exposed === undefined ? [] : [service.name])), REPLACE_OWN_CERTIFICATE]
      : [['the ingress controller'], REPLACE_CERTIFICATE];
  return [...new Set(hosts.flatMap(({ tlsSecret }) => tlsSecret ?? []))].map((name) => {
    const of = hosts.filter(({ tlsSecret }) => tlsSecret === name).map(({ host }) => host);
    const part = (key: string, holds: string) => needed(secretKey(name, key, { holds, rotation }), consumers);
    return {
      name,
      purpose: 'certificate',
      keys: [
        part('tls.crt', `the certificate of ${inWords(of, 'and')} and those that vouch for it (type kubernetes.io/tls)`),
        part('tls.key', 'its private key'),
      ],
    };
  });
}

/** The Secrets that the user has to create. The External Secrets Operator creates those of services if the profile names its store. */
export function secretsToCreate(
  plan: Readers & { readonly profile: Pick<ClusterProfile, 'externalSecrets' | 'ingress' | 'platform' | 'pullSecret'> },
): readonly SecretNeed[] {
  const all = allSecretsOf(plan);
  return plan.profile.externalSecrets === undefined ? all : all.filter(({ purpose }) => purpose !== undefined);
}

/** The name of a Secret in the external store. The prefix stands for the main namespace, after which the others are named. */
export const nameInStore = (
  { name, compartment }: Pick<SecretNeed, 'name' | 'compartment'>,
  { prefix, separator }: NonNullable<ClusterProfile['externalSecrets']>,
  { namespace }: Pick<ClusterProfile, 'namespace'>,
): string => `${namespaceOf({ compartment }, { namespace: prefix ?? namespace })}${separator}${name}`;

const REPLACE_CERTIFICATE = 'kubectl create secret tls with --dry-run=client --output=yaml, then kubectl apply: it is read at once';
const REPLACE_OWN_CERTIFICATE =
  'kubectl create secret tls with --dry-run=client --output=yaml, then kubectl apply: the kubelet writes it into running pods within about two minutes, and each handshake reads it there. No pod restarts';
const REPLACE_LOGIN = 'kubectl create secret docker-registry likewise: it is read when an image is pulled';

/** Every Secret key that a service, its migration, its members and their tasks read. */
function references({ service, configured, members, around }: Reader): readonly { readonly key: SecretKey; readonly consumer: string }[] {
  const { migrates } = configured.database ?? {};
  const beside = around === undefined ? [] : besideOf({ workload: service.workload, around });
  const own = around === undefined ? {} : (runsOf(service.workload)?.credentials?.(around) ?? {});
  const by = (consumer: string, environment: Environment) => secretKeys(environment).map((key) => ({ key, consumer }));
  const inFiles = (consumer: string, mounts: readonly Mount[]) => secretFiles(mounts).map((key) => ({ key, consumer }));
  return [
    ...configured.parts.flatMap(({ says }) => by(service.name, says)),
    ...(migrates?.by === 'owner' ? by(`${service.name}-migrate`, migrates.environment) : []),
    ...[...beside, ...(members?.before ?? []), ...(members?.containers ?? [])].flatMap(({ environment }) => by(service.name, environment)),
    ...Object.values(own).flatMap((files) => Object.values(files).map((key) => ({ key, consumer: service.name }))),
    ...inFiles(service.name, members === undefined ? beside.flatMap(({ mounts = [] }) => mounts) : mountsIn(members)),
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
