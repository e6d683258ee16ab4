import { Memory } from '../../../units/memory';
import type { ClusterSize } from '../schema/cluster-size';

/** What one writable folder may hold, unless the profile says otherwise. */
const SCRATCH = Memory.ofMebibytes(512);

/** What each folder that is lost with its pod may hold. */
export const scratchOf = ({ scratch = SCRATCH }: Pick<ClusterSize, 'scratch'>): Memory => scratch;
