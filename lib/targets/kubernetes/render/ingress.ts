import type { Service } from '../../../model/service';
import { k8s } from './k8s';

import { metadataOf } from './metadata';
import type { Cluster } from './site';

/** The Ingress: the host, and the service behind it. Annotations of the profile set what differs between controllers. */
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
