import { fields, list } from '../fields';
import type { Manifest } from '../manifest';
import { containersIn, podSpecOf } from '../pods';
import { type NameOf, ownerOf } from '../side';

/** The ports through which an object can be reached, a line each. */
export function portsOf(object: Manifest, nameOf: NameOf): readonly string[] {
  const { kind, metadata, spec } = object;
  const { name } = metadata;
  switch (kind) {
    case 'Service': {
      const { type = 'ClusterIP', ports } = fields(spec);
      return list(ports).map(({ port, protocol = 'TCP', nodePort }) =>
        [
          `Service ${name}: ${port}/${protocol}`,
          ...(type === 'ClusterIP' ? [] : [`as ${type}${nodePort === undefined ? '' : ` ${nodePort}`}`]),
        ].join(' '),
      );
    }
    case 'Ingress':
      return list(fields(spec).rules).flatMap(({ host = 'any host', http }) =>
        list(fields(http).paths).map(({ path = '/' }) => `Ingress ${name}: ${host}${path}`),
      );
    default:
      return containersIn(podSpecOf(kind, spec)).flatMap((container) =>
        list(container.ports).flatMap(({ hostPort }) =>
          hostPort === undefined ? [] : [`${ownerOf(object, nameOf)}: port ${hostPort} of its node`],
        ),
      );
  }
}
