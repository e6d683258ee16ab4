import type { Speed } from '../../../roles/interchangeable/scaling';
import type { ClusterSized } from '../plan/plan';
import { k8s } from './k8s';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

/** The autoscaler of a service. It adds replicas quickly and removes them slowly. */
export const autoscalerOf = (
  { service, workload, size }: Extract<ClusterSized, { readonly role: 'interchangeable' }>,
  cluster: Cluster,
): object[] => {
  const { replicas, scaling = {} } = size;
  if (typeof replicas === 'number') return [];
  const down = workload.scalesDown === 'slowly' ? slowly : scaleDown;
  return [
    k8s.KubeHorizontalPodAutoscalerV2.manifest({
      metadata: metadataOf(service, cluster),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service.name },
        minReplicas: replicas.min,
        maxReplicas: replicas.max,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: replicas.cpu } } }],
        behavior: { scaleUp: rulesOf(scaling.up) ?? scaleUp, scaleDown: rulesOf(scaling.down) ?? down },
      },
    }),
  ];
};

const rulesOf = (speed: Speed | undefined): k8s.HpaScalingRulesV2 | undefined =>
  speed && {
    stabilizationWindowSeconds: speed.window,
    selectPolicy: 'Max',
    policies: [
      ...(speed.percent === undefined ? [] : [{ type: 'Percent', value: speed.percent, periodSeconds: speed.every }]),
      ...(speed.pods === undefined ? [] : [{ type: 'Pods', value: speed.pods, periodSeconds: speed.every }]),
    ],
  };

const scaleUp: k8s.HpaScalingRulesV2 = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Percent', value: 100, periodSeconds: 60 },
    { type: 'Pods', value: 2, periodSeconds: 60 },
  ],
};

const scaleDown: k8s.HpaScalingRulesV2 = {
  stabilizationWindowSeconds: 300,
  policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
};

const slowly: k8s.HpaScalingRulesV2 = {
  stabilizationWindowSeconds: 600,
  policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
};
