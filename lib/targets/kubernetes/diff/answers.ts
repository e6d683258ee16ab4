import { InputError } from '../../../problem';
import { inMessage } from '../../../text';
import { isTree, treeOf } from './effects/differences';
import type { Said } from './kubectl';
import type { Manifest } from './manifest';
import { manifestOf } from './read';

/** What the API server keeps of each object on its own, and no manifest says. */
const ITS_OWN = ['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp', 'selfLink'];

/** The objects of an answer, which is one object, a list or nothing. */
export function objectsIn(answer: string): readonly Manifest[] {
  if (answer.trim() === '') return [];
  const whole: unknown = JSON.parse(answer);
  const items = isTree(whole) && Array.isArray(whole.items) ? whole.items : [whole];
  return items.flatMap(manifestOf).map((object) => {
    const { status: _, ...rest } = object;
    const metadata = Object.fromEntries(Object.entries(treeOf(object.metadata)).filter(([key]) => !ITS_OWN.includes(key)));
    return { ...rest, metadata } as Manifest;
  });
}

/** The objects of which an apply printed a line, such as `deployment.apps/web serverside-applied (server dry run)`. */
export function takenOf(ours: readonly Manifest[], printed: string): readonly Manifest[] {
  const lines = printed.split('\n').flatMap((line) => /^([^./ ]+)[^/ ]*\/(\S+) serverside-applied/.exec(line)?.slice(1, 3).join(' ') ?? []);
  let next = 0;
  return ours.filter(({ kind, metadata }) => {
    const found = lines[next] === `${kind.toLowerCase()} ${metadata.name}`;
    if (found) next += 1;
    return found;
  });
}

/** A field that somebody else has set otherwise. */
export interface Conflict {
  readonly field: string;
  readonly owner: string;
}

/** The conflicts that kubectl lists: after the name of each owner its fields, one in the same line or each in a line. */
export function conflictsIn(stderr: string): readonly Conflict[] {
  if (!/Apply failed with \d+ conflicts?:/.test(stderr)) return [];
  let owner = '';
  return stderr.split('\n').flatMap((line): readonly Conflict[] => {
    const [, named, field] = /conflicts? with "([^"]*)"(?: with subresource "[^"]*")?(?: using [^:]*)?:(?: (\..*))?$/.exec(line) ?? [];
    if (named !== undefined) owner = named;
    const found = field ?? /^- (\..*)$/.exec(line)?.[1];
    return found === undefined ? [] : [{ field: found.slice(1), owner }];
  });
}

/** Where the user of kubectl lacks a right. */
export const RIGHTS = /is forbidden: User .* cannot \w+ resource/;
/** Where the namespace of an object is not there. */
export const NO_NAMESPACE = /namespaces? "[^"]*" not found/;

/** The first line of an error that says something, without what kubectl puts before each. */
export const firstOf = (stderr: string): string => {
  const [line = ''] = stderr.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('Warning:'));
  return inMessage(line.replace(/^(error: |Error from server(?: \(\w+\))?: )+/i, '').slice(0, 400));
};

/** Why nothing can be compared with what runs. */
export const unanswered = (said: Said): InputError => new InputError([{ message: `--against cluster: ${whyNot(said)}` }]);

/** What kubectl printed. @throws InputError if it failed */
export function answered(said: Said): string {
  if (!said.ok) throw unanswered(said);
  return said.stdout;
}

/** Why kubectl could not answer, and what to do. */
function whyNot({ stderr }: Said): string {
  const said = firstOf(
    stderr
      .split('\n')
      .filter((line) => !/^[EWI]\d{4} /.test(line))
      .join('\n'),
  );
  if (NO_NAMESPACE.test(stderr)) return `${said}: nothing has been applied there yet, or the context is that of another cluster`;
  if (RIGHTS.test(stderr))
    return `kubectl may not ask: ${said}. It needs the rights to get, list and patch what is generated, Secrets not included`;
  if (/connection .*refused|no such host|i\/o timeout|was refused|Unable to connect|deadline exceeded/i.test(stderr))
    return `no cluster answers: ${said}. See kubectl config get-contexts`;
  if (/must be logged in|Unauthorized|provide credentials|^(error: )?EOF$/im.test(stderr))
    return `the cluster does not know kubectl's user: ${said}`;
  if (/no matches for kind/.test(stderr)) return `the cluster lacks a kind of object: ${said}. Install what brings it first`;
  return `kubectl says: ${said}`;
}
