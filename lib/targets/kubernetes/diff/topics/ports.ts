import type { Gained } from '../../../../diff/meaning';
import { fields, list, textOf, texts } from '../fields';
import type { Manifest } from '../manifest';
import { containersIn, podSpecOf } from '../pods';
import { type NameOf, ownerOf, type Side } from '../side';
import { type Allowed, allowedBetween } from './covered';

interface Port extends Allowed {
  /** How a Service is reached from beyond the cluster. @default - not at all, or it is no Service */
  readonly beyond?: { readonly type: string; readonly nodePort?: string };
}

/** The ports through which an object can be reached. */
export const portsBetween = (before: Side, after: Side, nameOf: NameOf): Gained => {
  const [then, now] = [before, after].map(({ own }) => own.flatMap((object) => portsOf(object, nameOf))) as [Port[], Port[]];
  return allowedBetween(then, now, covers, (ports) => ports.map(textOfPort));
};

/** Each type of Service has what the types before it have. */
const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer'];

function covers({ beyond: wide }: Port, { beyond: narrow }: Port): boolean {
  const [most, least] = [wide, narrow].map((one) => TYPES.indexOf(one?.type ?? 'ClusterIP')) as [number, number];
  if (most < 0 || least < 0) return wide?.type === narrow?.type;
  // A number that nobody states is the cluster's choice.
  return most >= least && (narrow?.nodePort === undefined || narrow.nodePort === wide?.nodePort);
}

const textOfPort = ({ of, beyond }: Port): string =>
  beyond === undefined ? of : `${of} as ${beyond.type}${beyond.nodePort === undefined ? '' : ` ${beyond.nodePort}`}`;

function portsOf(object: Manifest, nameOf: NameOf): readonly Port[] {
  const { kind, metadata, spec } = object;
  const { name } = metadata;
  switch (kind) {
    case 'Service': {
      const { type = 'ClusterIP', ports } = fields(spec);
      return list(ports).map(({ port, protocol = 'TCP', nodePort }) => ({
        of: `Service ${name}: ${port}/${protocol}`,
        ...(type === 'ClusterIP' ? {} : { beyond: { type: String(type), nodePort: textOf(nodePort) } }),
      }));
    }
    case 'Ingress':
      return list(fields(spec).rules).flatMap(({ host = 'any host', http }) =>
        list(fields(http).paths).map(({ path = '/' }) => ({ of: `Ingress ${name}: ${host}${path}` })),
      );
    case 'HTTPRoute': {
      const { hostnames = ['any host'], rules } = fields(spec);
      return texts(hostnames).flatMap((host) =>
        list(rules).flatMap(({ matches }) =>
          list(matches).map(({ path }) => ({ of: `HTTPRoute ${name}: ${host}${textOf(fields(path).value) ?? '/'}` })),
        ),
      );
    }
    default:
      return containersIn(podSpecOf(kind, spec)).flatMap((container) =>
        list(container.ports).flatMap(({ hostPort }) =>
          hostPort === undefined ? [] : [{ of: `${ownerOf(object, nameOf)}: port ${hostPort} of its node` }],
        ),
      );
  }
}
