import type { Explanations } from '../../../model/explanation';

/** What an apply does not do, or what it destroys. The names are those of `--allow`. */
export const EFFECTS = {
  'cluster-ip-is-fixed': {
    means: "A Service's address changes, or whether it has one.",
    matters: 'The API server refuses another address, and keeps the one that there is if the manifest no longer names it.',
    wayOut: 'Delete the Service and apply. Nothing reaches its pods by its name in between.',
  },
} as const satisfies Explanations;

/** The code of an effect that somebody has to accept by name. */
export type DiffCode = keyof typeof EFFECTS;
