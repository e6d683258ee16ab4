import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { mostCopies } from '../../plan/copies';
import type { ClusterPlan, ClusterSized } from '../../plan/plan';
import { configurationDigest } from './configuration';
import { containerBasics, podBasics } from './container';
import { labelsOf, selectorOf } from './metadata';
import { schemaContainers } from './migration';
import { probesOf } from './probes';
import { shutdownOf } from './shutdown';
import { placementOf } from './spread';
import { volumesOf } from './volumes';

/** The pods of a service. */
export function podTemplateOf(sized: ClusterSized, profile: ClusterPlan['profile']): k8s.PodTemplateSpec {
  const { service, size } = sized;
  const volumes = volumesOf(sized);
  const { graceSeconds, lifecycle } = shutdownOf(service);
  const selector = selectorOf(service);
  return {
    metadata: {
      labels: labelsOf(service, profile),
      annotations: {
        'kubectl.kubernetes.io/default-container': service.name,
        'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': volumes.scratch.join(','),
        ...configurationDigest(service, profile),
      },
    },
    spec: {
      ...podBasics(service.name, profile),
      priorityClassName: `faultmaven-${service.serving?.priority}`,
      terminationGracePeriodSeconds: graceSeconds,
      ...placementOf(selector, mostCopies(size.copies) > 1, profile),
      initContainers: schemaContainers(sized, profile, volumes),
      containers: [
        {
          ...containerBasics(sized, profile, volumes),
          name: service.name,
          command: [...(service.serving?.command ?? [])],
          ports: service.ports.map(({ name, cluster }) => ({ name, containerPort: cluster })),
          lifecycle,
          ...probesOf(service.health, service.ports[0]?.name),
        },
      ],
      volumes: volumes.volumes,
    },
  };
}
