import { type Source, UsageError } from '../problem';
import { type Entry, plainScalar, type Tree } from './tree';

/**
 * `services.agent.memory.limit=2Gi`, as `--set` takes it, as a tree to lay over a profile. `null` removes.
 *
 * @throws UsageError if there is no `=` or the path has an empty part
 */
export function parseAssignment(assignment: string): Tree {
  const separator = assignment.indexOf('=');
  const path = assignment.slice(0, Math.max(separator, 0)).split('.');
  if (separator < 0 || path.includes('')) {
    throw new UsageError(`--set: expected PATH=VALUE such as services.agent.memory.limit=2Gi, got "${assignment}"`);
  }
  if (path[0] === 'extends') throw new UsageError('--set: extends belongs into a file: write a profile that extends the other one');
  const source: Source = { kind: 'flag', flag: '--set' };
  return path.reduceRight<Tree>(
    (value, key) => ({ kind: 'map', source, entries: new Map<string, Entry>([[key, { source, value }]]) }),
    plainScalar(assignment.slice(separator + 1), source),
  );
}
