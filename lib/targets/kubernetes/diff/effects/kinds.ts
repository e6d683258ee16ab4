import type { Manifest } from '../manifest';
import { at, listOf } from './differences';
import { claim } from './disks';
import { again, all, below, type Changed, fixed, fromTo, type Kind, type Refused, type Warning } from './kind';
import { WORKLOADS } from './workloads';

function service({ then, now, found }: Changed): readonly Warning[] {
  const external = (object: Manifest): boolean => at(object.spec, 'type') === 'ExternalName';
  if (external(then) || external(now)) return [];
  const refused = (field: string, what: string): Refused => ({
    kind: 'refused',
    code: 'cluster-ip-is-fixed',
    field,
    what,
    way: again('whose name then leads nowhere until it is back')(now),
  });
  const [was, is] = [at(then.spec, 'clusterIP'), at(now.spec, 'clusterIP')];
  const others = ['healthCheckNodePort', 'loadBalancerClass'].filter((key) => below(found, 'spec', key).some(({ from }) => from));
  const family = [at(then.spec, 'ipFamilies'), at(now.spec, 'ipFamilies')].map((list) => listOf(list)[0]);
  return [
    ...(was === is || (is === undefined && was !== 'None')
      ? []
      : [
          refused(
            'spec.clusterIP',
            is === undefined ? 'it stays without an address' : `its address goes from ${was ?? 'its own'} to ${is}`,
          ),
        ]),
    ...(family[0] === undefined || family[1] === undefined || family[0] === family[1]
      ? []
      : [refused('spec.ipFamilies', `its first address is one of ${family[1]} instead of ${family[0]}`)]),
    ...others.map((key) => refused(`spec.${key}`, `its ${key} changes`)),
  ];
}

const CONTENT = ['data', 'binaryData', 'stringData', 'immutable'];

const content = ({ then, now, found }: Changed): readonly Warning[] => {
  const locked = then.immutable === true ? CONTENT : [];
  const isSecret = now.kind === 'Secret';
  const field = [...locked, ...(isSecret ? ['type'] : [])].find((key) => below(found, key).length > 0);
  if (field === undefined) return [];
  return [
    {
      kind: 'refused',
      code: 'content-is-fixed',
      field,
      what: field === 'type' ? 'its type changes' : 'its content changes, and it is immutable',
      way: again('without which no pod that reads it starts')(now),
    },
  ];
};

const binding: Kind = {
  warnings: fixed('role-reference-is-fixed', ['roleRef'], fromTo('its role', 'roleRef', 'name'), again('whose rights are away until then')),
};

/** Objects of other kinds change in place. */
export const KINDS: Readonly<Record<string, Kind>> = {
  ...WORKLOADS,
  PersistentVolumeClaim: { warnings: ({ found, then, now }) => claim(below(found, 'spec'), then, now) },
  Service: { warnings: service },
  ConfigMap: { warnings: content },
  Secret: { warnings: content },
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  PriorityClass: {
    warnings: all(
      fixed('priority-is-fixed', ['value'], fromTo('its value', 'value'), priorityWay),
      fixed('priority-is-fixed', ['preemptionPolicy'], () => 'whether its pods preempt others changes', priorityWay),
    ),
  },
  StorageClass: {
    warnings: fixed(
      'provisioning-is-fixed',
      ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
      () => 'how it makes volumes changes',
      again('which leaves volumes alone'),
    ),
  },
  IngressClass: {
    warnings: fixed(
      'provisioning-is-fixed',
      ['spec.controller'],
      fromTo('its controller', 'spec', 'controller'),
      again('with its ingresses unserved'),
    ),
  },
  ResourceQuota: {
    warnings: fixed(
      'quota-scopes-are-fixed',
      ['spec.scopes'],
      () => 'which pods it counts changes',
      again('with nothing counted meanwhile'),
    ),
  },
};

function priorityWay({ metadata: { name } }: Manifest): string {
  return `kubectl delete priorityclass ${name}, then apply, and restart what shall have the new one`;
}
