import type { Pod } from '../../../model/pod';
import { onceFor } from '../../../once';
import type { Role } from '../../../roles/role';
import { podsOf } from '../../../roles/roles';
import type { ClusterSized } from '../plan/plan';
import { autoscalerOf } from './autoscaler';
import { daemonSetOf } from './daemon-set';
import { deploymentOf } from './deployment';
import { membersServices, oneService, replicasServices } from './service';
import { membersPod, servicePod } from './service-pod';
import type { Cluster } from './site';
import { statefulSetOf } from './stateful-set';

type SizedAs<R extends Role> = Extract<ClusterSized, { readonly role: R }>;

/** What a cluster has for the services of one role. */
interface Renderer<R extends Role> {
  /** The pods that serve. */
  readonly pod: (sized: SizedAs<R>) => Pod;
  /** What runs these pods, and says how many there are. */
  readonly workload: (sized: SizedAs<R>, pod: Pod, cluster: Cluster) => readonly object[];
  /** What their names have after that of the service: a regular expression. */
  readonly suffix: string;
  /** The names under which others reach them. It is asked only where they accept connections. */
  readonly services: (sized: SizedAs<R>, cluster: Cluster) => readonly object[];
  /** How many of these pods can exist at once, which the quota has to hold. */
  readonly atOnce: (sized: SizedAs<R>) => number;
}

/** What Kubernetes makes random parts of names of: digits and consonants that form no words. */
const RANDOM = '[b-df-hj-np-tv-xz2456789]';

/** A pod of a Deployment has the digest of its template before its own part. */
const SUFFIX_OF_DEPLOYMENT = `${RANDOM}{1,10}-${RANDOM}{5}`;

/** Pods of a Deployment: at its maximum, all replaced while the old ones take their grace to end (kubernetes#98656), and one more. */
const ofDeployment = (sized: ClusterSized): number => 2 * podsOf(sized).most + 1;

/** What a cluster has for each role. */
const RENDERERS: { readonly [R in Role]: Renderer<R> } = {
  interchangeable: {
    pod: servicePod,
    workload: (sized, pod, cluster) => [deploymentOf(sized, pod, cluster), ...autoscalerOf(sized, cluster)],
    suffix: SUFFIX_OF_DEPLOYMENT,
    services: replicasServices,
    atOnce: ofDeployment,
  },
  exclusive: {
    pod: servicePod,
    workload: (sized, pod, cluster) => [deploymentOf(sized, pod, cluster)],
    suffix: SUFFIX_OF_DEPLOYMENT,
    services: oneService,
    atOnce: ofDeployment,
  },
  members: {
    pod: membersPod,
    workload: (sized, pod, cluster) => [statefulSetOf(sized, pod, cluster)],
    suffix: '[0-9]+',
    services: membersServices,
    // A restore runs beside what is live, with pods of its own.
    atOnce: (sized) => 2 * podsOf(sized).most,
  },
  perNode: {
    pod: servicePod,
    workload: (sized, pod, cluster) => [daemonSetOf(sized, pod, cluster)],
    suffix: `${RANDOM}{5}`,
    services: oneService,
    // The old pod ends before the new one starts. One node may be taking the place of another.
    atOnce: (sized) => podsOf(sized).most + 1,
  },
};

/** The renderer of a service is that of its role, which no type can say of all roles at once. */
const rendererOf = ({ role }: ClusterSized): Renderer<Role> => RENDERERS[role] as Renderer<Role>;

/** The pods of a service. Many objects of it are asked for, and each looks at its pods. */
export const podOf: (sized: ClusterSized) => Pod = onceFor((sized) => rendererOf(sized).pod(sized as never));

/** A regular expression of PromQL for the names of these pods, without those of tasks. */
export const podNamesOf = (sized: ClusterSized): string => `${sized.service.name}-${rendererOf(sized).suffix}`;

/** What runs the pods of a service. */
export const workloadOf = (sized: ClusterSized, cluster: Cluster): readonly object[] =>
  rendererOf(sized).workload(sized as never, podOf(sized), cluster);

/** The names under which others reach a service; none where it accepts no connections. */
export const servicesOf = (sized: ClusterSized, cluster: Cluster): readonly object[] =>
  sized.service.ports.length === 0 ? [] : rendererOf(sized).services(sized as never, cluster);

/** How many pods of a service can exist at once. */
export const podsAtOnce = (sized: ClusterSized): number => rendererOf(sized).atOnce(sized as never);
