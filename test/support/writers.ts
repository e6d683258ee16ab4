import type { Writer } from '../../lib/output/index-file';

/** Whether one of the writers of the tests renders a file of this name. */
const inList = (name: string): boolean => /^[a-z]+\.yaml$/.test(name) && name !== 'compose.yaml';

/** Two who write into folders, of whom only the second knows the override. */
export const WRITERS: readonly Writer[] = [
  { name: 'kubernetes', word: 'cluster', renders: inList },
  { name: 'compose', word: 'laptop', renders: (name) => name === 'docker-compose.override.yml' || inList(name) },
];
