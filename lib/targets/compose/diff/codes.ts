import type { Explanations } from '../../../model/explanation';

/** What an override destroys when it takes the place of another. The names are those of `--allow`. */
export const COMPOSE_CHANGES = {
  'container-data-lost': {
    means: 'A container is recreated that keeps data inside itself or in memory, or that looks for it in another folder from now on.',
    matters: 'Compose removes the old container, and what it kept is gone or is not found. Memory cannot be copied out.',
    wayOut:
      'Copy the data out first: `fmsynth --profile P --output DIR` prints the commands. With `switches.persist` it stays under `./data` from then on.',
  },
} as const satisfies Explanations;

export type ComposeChange = keyof typeof COMPOSE_CHANGES;
