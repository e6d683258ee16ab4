import { describeProblem, type Source, UsageError } from '../problem';
import { shown, withoutSecrets } from '../text';
import { parseValue } from './parse';
import { type Entry, plainScalar, type Tree } from './tree';

const SOURCE: Source = { kind: 'flag', flag: '--set' };

/** A key, in double quotes where it holds a dot or an equals sign. */
const KEY = '("[^"]+"|[^."=][^.=]*)';
const ASSIGNMENT = new RegExp(`^(${KEY}(?:\\.${KEY})*)=`);
const KEYS = new RegExp(KEY, 'g');

/** No value of a profile is deeper. */
const MOST_KEYS = 16;

/**
 * `services.NAME.memory.limit=2Gi`, as `--set` takes it, as a tree to lay over a profile. `null` removes. A value that starts with a
 * quote, a bracket or a brace is read as YAML: `version="1.30"` is a text, `apiServer.ports=[443, 6443]` a list.
 *
 * @throws UsageError if there is no `=`, if the path has an empty part, or if the value starts as YAML and is none
 */
export function parseAssignment(assignment: string): Tree {
  const [head, path] = ASSIGNMENT.exec(assignment) ?? [];
  const keys = (path?.match(KEYS) ?? []).map((key) => (key.startsWith('"') ? key.slice(1, -1) : key));
  if (head === undefined || keys.length > MOST_KEYS) {
    throw new UsageError(`--set: expected PATH=VALUE such as services.NAME.memory.limit=2Gi, got ${shown(assignment)}`);
  }
  if (keys[0] === 'extends') throw new UsageError('--set: extends belongs into a file: write a profile that extends the other one');
  return keys.reduceRight<Tree>(
    (value, key) => ({ kind: 'map', source: SOURCE, entries: new Map<string, Entry>([[key, { source: SOURCE, value }]]) }),
    valueFrom(assignment.slice(head.length), keys),
  );
}

function valueFrom(text: string, keys: readonly string[]): Tree {
  if (!/^["'[{]/.test(text)) return plainScalar(text, SOURCE);
  const { tree, problems } = parseValue(text, SOURCE);
  const [problem] = problems;
  if (problem === undefined) return tree;
  const path = withoutSecrets(keys.join('.'));
  throw new UsageError(
    `${describeProblem({ ...problem, path })} (a text that starts with a quote or a bracket is itself written in quotes)`,
  );
}
