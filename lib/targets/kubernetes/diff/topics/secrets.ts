import { type Gained, gained } from '../../../../diff/meaning';
import { type Fields, fields, list, textOf } from '../fields';
import type { Manifest } from '../manifest';
import { containersIn, podSpecOf } from '../pods';
import { labelOf, type NameOf, type Side } from '../side';

/**
 * Which keys of which Secrets each service reads. One that another of its objects reads already is no news. In another namespace it is
 * another Secret.
 *
 * @param areTwo whether the sides are two deployments, of which each has a namespace
 */
export function secretsBetween(before: Side, after: Side, nameOf: NameOf, areTwo: boolean): Gained {
  const isTold = (object: Manifest, side: Side): boolean => !areTwo && side.isInSeveral({ kind: object.kind, name: object.metadata.name });
  const [then, now] = [before, after].map((side) => side.own.flatMap((one) => secretsOf(one, isTold(one, side)))) as [Reading[], Reading[]];
  const text = ({ label, secret, key }: Reading): string => `${nameOf(label)}: ${secret}${key === undefined ? '' : ` (${key})`}`;
  const spaces = (all: readonly Reading[]): ReadonlyMap<string, string> => new Map(all.map((one) => [text(one), one.namespace]));
  const [old, current] = [then, now].map(spaces) as [ReadonlyMap<string, string>, ReadonlyMap<string, string>];
  const placed = (one: Reading, elsewhere: ReadonlyMap<string, string>): string => {
    const other = elsewhere.get(text(one));
    return areTwo || other === undefined || other === one.namespace ? text(one) : `${text(one)} in the namespace ${one.namespace}`;
  };
  const isNews = ({ label, secret, key }: Reading, other: Side): boolean =>
    label === undefined || !other.sharedSays(label, [secret, ...(key === undefined ? [] : [key])]);
  return gained(
    then.filter((one) => isNews(one, after)).map((one) => placed(one, current)),
    now.filter((one) => isNews(one, before)).map((one) => placed(one, old)),
  );
}

interface Reading {
  readonly label: string | undefined;
  readonly secret: string;
  readonly namespace: string;
  /** @default - all of it */
  readonly key?: string;
}

/** @param isTold whether several namespaces have an object of that name */
function secretsOf(object: Manifest, isTold: boolean): readonly Reading[] {
  const { kind, spec, metadata } = object;
  const label = labelOf(object);
  const { namespace = 'none' } = metadata;
  const pod = podSpecOf(kind, spec);
  const reading = (secret: unknown, key?: unknown): readonly Reading[] => {
    const name = textOf(secret);
    return name === undefined ? [] : [{ label, namespace, secret: name, key: textOf(key) }];
  };
  const inVolume = ({ secret, projected }: Fields): readonly Reading[] => [
    ...reading(fields(secret).secretName),
    ...list(fields(projected).sources).flatMap((source) => reading(fields(source.secret).name)),
  ];
  return [
    ...(kind === 'ExternalSecret'
      ? [{ label: label ?? (isTold ? `ExternalSecret in the namespace ${namespace}` : kind), namespace, secret: metadata.name }]
      : []),
    ...(kind === 'Ingress' ? list(fields(spec).tls).flatMap(({ secretName }) => reading(secretName)) : []),
    ...list(pod.imagePullSecrets).flatMap(({ name }) => reading(name)),
    ...list(pod.volumes).flatMap(inVolume),
    ...containersIn(pod).flatMap(({ env, envFrom }) => [
      ...list(env).flatMap(({ valueFrom }) => {
        const { name, key } = fields(valueFrom, 'secretKeyRef');
        return reading(name, key);
      }),
      ...list(envFrom).flatMap(({ secretRef }) => reading(fields(secretRef).name)),
    ]),
  ];
}
