import type * as v from 'valibot';
import type { Configuration } from '../../../model/configured';
import type { Exposed, Service } from '../../../model/service';
import type { Tool } from '../../../model/tool';
import { onceFor } from '../../../once';
import { configuration } from '../../../profile/settings';
import type { SizedService } from '../../../profile/sized-service';
import type { Role, SizeOf } from '../../../roles/role';
import { shapeOf } from '../../../roles/roles';
import { overUsual } from '../../../shape/usual';

/** What a cluster profile needs to know of a service. */
export interface ClusterService
  extends SizedService,
    Pick<Service, 'workload' | 'onlyWith' | 'compartment' | 'page' | 'usual' | 'release'> {
  /** Images of its own, besides its main one. */
  readonly tools: readonly Pick<Tool, 'kind' | 'onlyFor' | 'onlyWith' | 'release'>[];
  /** What is known of it where it takes requests from outside. @default - it takes none */
  readonly exposed?: Exposed;
  /** Whether it is told where browsers come from. */
  readonly toldOrigins: boolean;
  /** Hosts of the registries that its images are published in. */
  readonly upstreams: readonly string[];
}

/** What a cluster's profile says of a service. */
export type ClusterSize = SizeOf<Role> & Configuration;

/** The size of one service, as its role demands, and what its image reads. What is usual may be left out. */
export const clusterSize = onceFor((service: ClusterService): v.GenericSchema<unknown, ClusterSize> => {
  const shape = shapeOf(service, configuration(service, 'cluster'));
  return service.usual === undefined ? shape : overUsual(service.usual, shape);
});
