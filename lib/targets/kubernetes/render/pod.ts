import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Command } from '../../../model/command';
import type { Service } from '../../../model/service';
import type { Runs } from '../../../model/workload';
import type { ClusterSized } from '../../../plan/plan';
import { podsOf } from '../../../roles/roles';
import { graceSeconds } from '../plan/rollout';
import { containerOf, podBasics } from './container';
import { environmentIn } from './environment';
import { selectorOf } from './metadata';
import { schemaContainers } from './migration';
import { podMetadata } from './pod-metadata';
import { priorityClass } from './priority';
import { probesOf } from './probes';
import { lifecycleOf } from './shutdown';
import type { Cluster } from './site';
import { placementOf } from './spread';
import { volumesOf } from './volumes';

/** The pods of a service whose copies are alike. */
export function podTemplateOf(sized: ClusterSized, runs: Runs, cluster: Cluster): k8s.PodTemplateSpec {
  const { service, size } = sized;
  const volumes = volumesOf(sized, cluster);
  return {
    metadata: podMetadata(sized, volumes, cluster),
    spec: {
      ...podBasics(service.name, cluster),
      priorityClassName: priorityClass(runs.priority, cluster),
      terminationGracePeriodSeconds: graceSeconds(service),
      ...placementOf(selectorOf(service), { kind: podsOf(sized).most > 1 ? 'apart if possible' : 'anywhere' }, cluster),
      initContainers: schemaContainers(sized, cluster, volumes),
      containers: [
        {
          ...containerOf(
            { name: service.name, image: service, command: commandOf(runs, size), environment: environmentIn(sized), amounts: size },
            cluster,
            volumes,
          ),
          ports: portsOf(service),
          lifecycle: lifecycleOf(service),
          ...probesOf(service, size.cpu.limit),
        },
      ],
      volumes: volumes.volumes,
    },
  };
}

const commandOf = ({ command }: Runs, { memory }: ClusterSized['size']): Command =>
  typeof command === 'function' ? command(memory.limit) : command;

/** @returns undefined where nothing listens: the API server forgets an empty list, and would find a change at every apply */
const portsOf = ({ ports }: Service): k8s.ContainerPort[] | undefined =>
  ports.length === 0 ? undefined : ports.map(({ name, cluster: containerPort }) => ({ name, containerPort }));
