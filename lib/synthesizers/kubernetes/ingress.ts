import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan } from '../../plan/plan';
import type { Service } from '../../service/service';
import { metadataOf } from './metadata';

/** The host, and the one service behind it. No annotation of any controller: what they differ in, the edge does itself. */
export const ingressOf = (service: Service, profile: ClusterPlan['profile']): object[] => {
  const [first] = service.ports;
  if (!service.entrance || first === undefined) return [];
  const { host, className, tlsSecret } = profile.ingress;
  return [
    k8s.KubeIngress.manifest({
      metadata: metadataOf(service, profile),
      spec: {
        ingressClassName: className,
        tls: [{ hosts: [host], secretName: tlsSecret }],
        rules: [
          {
            host,
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service.name, port: { name: first.name } } } }] },
          },
        ],
      },
    }),
  ];
};
