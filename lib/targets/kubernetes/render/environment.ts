import { profileTells } from '../../../model/configured';
import { type Environment, type EnvironmentValue, EVERY_CONTAINER, type Variables } from '../../../model/environment';
import { merged } from '../../../model/merged';
import type { WithVariables } from '../../../model/with-variables';
import type { ClusterSized } from '../plan/plan';
import type { k8s } from './k8s';
import type { Cluster } from './site';

/** The variables that the profile sets, escaped: the kubelet would replace $(NAME) by another variable, and $$ by a dollar. */
export const toldByProfile = (sized: Pick<ClusterSized, 'configured'>): Variables =>
  Object.fromEntries(Object.entries(profileTells(sized)).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]));

/** All variables of a service whose image runs in one container. */
export const environmentIn = (sized: ClusterSized): Environment =>
  merged<EnvironmentValue>([...sized.configured.parts, { by: 'the profile', says: toldByProfile(sized) }]);

/** A text as the kubelet fills it in: it puts the value of a variable where $(NAME) is. */
export const written = (text: string | WithVariables): string =>
  typeof text === 'string' ? text : text.parts.map((part) => (typeof part === 'string' ? part : `$(${part.variable})`)).join('');

/** Variables as a container has them, in the order of the construct. Secrets are references. */
export const environmentOf = (environment: Environment, container: string, cluster: Cluster): k8s.EnvVar[] =>
  Object.entries({ ...EVERY_CONTAINER, ...environment }).map(([name, value]) => ({ name, ...resolved(value, container, cluster) }));

function resolved(value: EnvironmentValue, containerName: string, { site }: Cluster): Omit<k8s.EnvVar, 'name'> {
  if (typeof value === 'string') return { value };
  switch (value.kind) {
    case 'with-variables':
      return { value: written(value) };
    case 'secret':
      return { valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } };
    case 'allowed-origins':
      return { value: value.as === 'json' ? JSON.stringify(site.origins) : site.origins.join(',') };
    case 'cpu-limit':
      return { valueFrom: { resourceFieldRef: { containerName, resource: 'limits.cpu' } } };
    case 'own-name':
      return { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
    case 'own-address':
      return { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } };
    case 'own-node':
      return { valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
    case 'namespace':
      return { valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } };
    case 'members':
      return { value: site.membersOf(value.of).join(' ') };
    case 'member-services':
      return { value: site.memberServicesOf(value.of).join(' ') };
    case 'of-site':
      return { value: value.text(site) };
  }
}
