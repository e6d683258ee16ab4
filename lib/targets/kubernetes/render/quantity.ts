import type { Cpu } from '../../../units/cpu';
import type { Memory } from '../../../units/memory';
import { k8s } from './k8s';

/** Memory as Kubernetes writes it: `512Mi`, `2Gi`. */
export const bytes = (amount: Memory): k8s.Quantity => k8s.Quantity.fromString(String(amount));

/** CPUs as Kubernetes writes them: `250m`, `2`. */
export const cores = ({ millicores }: Cpu): k8s.Quantity =>
  k8s.Quantity.fromString(millicores % 1000 === 0 ? String(millicores / 1000) : `${millicores}m`);

export const count = (amount: number): k8s.Quantity => k8s.Quantity.fromString(String(amount));
