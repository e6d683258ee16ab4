import type { Service } from '../../../model/service';
import { hostsOf } from '../schema/ingress';
import { k8s } from './k8s';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

/**
 * The way from an ingress controller or a Gateway to the service behind it; nothing where the service ends TLS itself. Annotations of the
 * profile set what differs between controllers.
 */
export const ingressOf = (service: Service, cluster: Cluster): readonly object[] => {
  const [first] = service.ports;
  const { ingress, platform } = cluster;
  if (!service.exposed || first === undefined || ingress === undefined || platform.ingress === 'direct') return [];
  const hosts = hostsOf(ingress);
  const metadata = { ...metadataOf(service, cluster), annotations: ingress.annotations };
  if (ingress.gateway !== undefined) {
    const { name, namespace, section } = ingress.gateway;
    return [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata,
        spec: {
          parentRefs: [{ name, namespace, ...(section === undefined ? {} : { sectionName: section }) }],
          hostnames: hosts.map(({ host }) => host),
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: service.name, port: first.cluster }] }],
        },
      },
    ];
  }
  return [
    k8s.KubeIngress.manifest({
      metadata,
      spec: {
        ingressClassName: ingress.className,
        tls: hosts.map(({ host, tlsSecret }) => ({ hosts: [host], secretName: tlsSecret })),
        rules: hosts.map(({ host }) => ({
          host,
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service.name, port: { name: first.name } } } }] },
        })),
      },
    }),
  ];
};
