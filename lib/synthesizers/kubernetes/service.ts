import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan } from '../../plan/plan';
import type { Service } from '../../service/service';
import { metadataOf, selectorOf } from './metadata';

/** The name under which others reach a service that accepts connections. */
export const serviceOf = (service: Service, profile: ClusterPlan['profile']): object[] =>
  service.ports.length === 0
    ? []
    : [
        k8s.KubeService.manifest({
          metadata: metadataOf(service, profile),
          spec: {
            type: 'ClusterIP',
            selector: selectorOf(service),
            ports: service.ports.map(({ name, cluster }) => ({
              name,
              port: cluster,
              targetPort: k8s.IntOrString.fromString(name),
              protocol: 'TCP',
            })),
          },
        }),
      ];

/** An identity of its own, that can do nothing. */
export const serviceAccountOf = (service: Service, profile: ClusterPlan['profile']): object =>
  k8s.KubeServiceAccount.manifest({
    metadata: { ...metadataOf(service, profile), annotations: service.files?.accountAnnotations },
    automountServiceAccountToken: false,
  });
