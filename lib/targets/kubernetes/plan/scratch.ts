import { Memory } from '../../../units/memory';

/** The size of a writable folder, unless the profile gives another. */
const SCRATCH = Memory.ofMebibytes(512);

/** The size of each folder that is lost with its pod. */
export const scratchOf = ({ scratch = SCRATCH }: { readonly scratch?: Memory }): Memory => scratch;
