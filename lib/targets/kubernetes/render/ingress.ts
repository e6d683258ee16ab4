import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Service } from '../../../model/service';

import { metadataOf } from './metadata';
import type { Cluster } from './site';

/** The host, and the one service behind it. What controllers differ in is the cluster's to say, by annotations. */
export const ingressOf = (service: Service, cluster: Cluster): object[] => {
  const [first] = service.ports;
  if (!service.exposed || first === undefined || cluster.ingress === undefined) return [];
  const { host, className, tlsSecret, annotations } = cluster.ingress;
  return [
    k8s.KubeIngress.manifest({
      metadata: { ...metadataOf(service, cluster), annotations },
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
