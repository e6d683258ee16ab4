import type { Construct } from 'constructs';
import { ofSite, onlyIn } from '../../../model/environment';
import { floor, Service } from '../../../model/service';
import { variable, withVariables } from '../../../model/with-variables';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { UNASKED } from '../../unasked';
import { part } from '../part';

const LISTENS = 8080;
const OF_ITSELF = 8081;

/** What it watches in each namespace: nothing that holds a secret. */
const IN_NAMESPACES = [
  'cronjobs',
  'daemonsets',
  'deployments',
  'horizontalpodautoscalers',
  'jobs',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'pods',
  'replicasets',
  'resourcequotas',
  'statefulsets',
] as const;

/** What it watches of the whole cluster, where the deployment owns it. */
const IN_CLUSTER = ['nodes', 'persistentvolumes'] as const;

/** Shows the objects of the API as metrics. */
export class KubeStateMetrics extends Service {
  readonly kind = 'kube-state-metrics';

  constructor(scope: Construct) {
    super(scope, 'kube-state-metrics', {
      ...part({ replicas: 1, cpu: { request: 0.05, limit: 0.5 }, memory: { request: '128Mi', limit: '256Mi' } }),
      image: 'registry.k8s.io/kube-state-metrics/kube-state-metrics',
      release: { tag: 'v2.20.0', caveat: UNASKED },
      ports: { http: { container: LISTENS, opened: false }, itself: { container: OF_ITSELF, opened: false, inner: true } },
      variables: onlyIn('cluster', {
        NAMESPACES: ofSite(({ namespaces }) => namespaces.join(',')),
        RESOURCES: ofSite(({ platform }) => [...IN_NAMESPACES, ...(platform.owner ? IN_CLUSTER : [])].join(',')),
      }),
      workload: {
        role: 'exclusive',
        because: 'two would count each object twice',
        command: [
          '/kube-state-metrics',
          `--port=${LISTENS}`,
          `--telemetry-port=${OF_ITSELF}`,
          withVariables('--namespaces=', variable('NAMESPACES')),
          withVariables('--resources=', variable('RESOURCES')),
          '--auto-gomemlimit',
        ],
        rights: [{ kind: 'see-objects' }, { kind: 'see-nodes' }],
        loses: { what: 'figures of that time, and alerts that need them', with: 'container' },
        // The image has this one program.
        endsAtOnce: true,
        drain: seconds(10),
        // Most alerts are about what it shows. Those who are paged need it while nodes are full.
        priority: 'core',
      },
      health: {
        kind: 'http',
        path: '/healthz',
        port: port(LISTENS),
        client: 'wget',
        startsWithin: seconds(60),
        published: false,
      },
      watched: {
        metrics: [
          { kind: 'pods', port: 'http', labels: 'own' },
          { kind: 'pods', port: 'itself' },
        ],
      },
      floor: floor('128Mi', 'its documentation asks for 250 MiB in a cluster of 100 nodes; it was not run'),
    });
  }
}
