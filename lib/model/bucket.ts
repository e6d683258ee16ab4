import { type HttpUrl, portOf } from '../units/http-url';
import { port } from '../units/port';
import type { Destination } from './destination';
import { RESTART_CONSUMERS, type SecretKey, secretKey } from './secret';

/** A bucket of an object store. */
export interface BucketProps {
  readonly name: string;
  readonly region: string;
  /** @default - the provider's own for the region */
  readonly endpoint?: HttpUrl;
  /** Networks and port of a store that has no public address. @default - public addresses over HTTPS */
  readonly networks?: readonly string[];
  /** Keys in a Secret, or rights of the service's account itself: by an annotation, or by its name alone (EKS Pod Identity). */
  readonly keys: 'secret' | 'pod-identity' | { readonly annotation: { readonly key: string; readonly value: string } };
}

/** What a user of the bucket has to reach. */
export const bucketDestinations = ({ name, endpoint, networks, keys }: BucketProps): readonly Destination[] => {
  const where = { port: endpoint === undefined ? port(443) : portOf(endpoint), why: `the bucket ${name}` };
  return [
    networks === undefined ? { kind: 'internet', ...where } : { kind: 'networks', cidrs: networks, ...where },
    ...(keys === 'pod-identity' ? [POD_IDENTITY_AGENT] : []),
  ];
};

/** The agent that gives a pod in EKS its keys. The node's metadata, which would give it the keys of the node, has other addresses. */
const POD_IDENTITY_AGENT: Destination = {
  kind: 'networks',
  cidrs: ['169.254.170.23/32', 'fd00:ec2::23/128'],
  port: port(80),
  why: 'the agent of EKS Pod Identity',
};

/** The keys, under the names that every S3 client reads, from a Secret of the user's own; none if its account has the rights itself. */
export const bucketKeys = (secret: string, { name, keys }: BucketProps): Readonly<Record<string, SecretKey>> =>
  keys === 'secret'
    ? {
        AWS_ACCESS_KEY_ID: secretKey(secret, 'access-key-id', {
          holds: `the key that may use the bucket ${name}`,
          rotation: RESTART_CONSUMERS,
        }),
        AWS_SECRET_ACCESS_KEY: secretKey(secret, 'secret-access-key', {
          holds: 'the secret half of that key',
          rotation: RESTART_CONSUMERS,
        }),
      }
    : {};

/** The annotation that gives the user's account its rights; undefined if it uses keys or needs no annotation. */
export const bucketAnnotations = ({ keys }: BucketProps): Readonly<Record<string, string>> | undefined =>
  typeof keys === 'string' ? undefined : { [keys.annotation.key]: keys.annotation.value };
