import { Memory } from '../../../units/memory';

/** What one writable folder may hold, unless the profile says otherwise. */
const SCRATCH = Memory.ofMebibytes(512);

/** What each folder that is lost with its pod may hold. */
export const scratchOf = ({ scratch = SCRATCH }: { readonly scratch?: Memory }): Memory => scratch;
