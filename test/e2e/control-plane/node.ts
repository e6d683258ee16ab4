import type { KubeObject } from './objects';
import { ZONE } from './volume';

/** A simulated machine. */
export interface NodeSpec {
  readonly name: string;
  readonly zone: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly ephemeralStorage?: string;
  readonly pods?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

export function nodeObject(spec: NodeSpec): KubeObject {
  const { name, zone, cpu = '8', memory = '32Gi', ephemeralStorage = '100Gi', pods = 110, labels = {}, taints } = spec;
  const size = { cpu, memory, 'ephemeral-storage': ephemeralStorage, pods: String(pods) };
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': 'test',
        [ZONE]: zone,
        ...labels,
      },
    },
    spec: { taints },
    status: { capacity: size, allocatable: size },
  };
  return node;
}
