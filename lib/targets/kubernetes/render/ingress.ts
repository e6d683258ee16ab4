import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Service } from '../../../model/service';
import type { ClusterPlan } from '../../../plan/plan';
import { metadataOf } from './metadata';

/** The host, and the one service behind it. What controllers differ in is the profile's to say, by annotations. */
export const ingressOf = (service: Service, profile: ClusterPlan['profile']): object[] => {
  const [first] = service.ports;
  if (!service.entrance || first === undefined) return [];
  const { host, className, tlsSecret, annotations } = profile.ingress;
  return [
    k8s.KubeIngress.manifest({
      metadata: { ...metadataOf(service, profile), annotations },
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
