import { InputError } from '../problem';
import type { Artifact } from './artifact';
import { type Environment, type Ran, runProgram } from './program';
import type { Pusher } from './pushers';
import { addressOf, type Repository } from './repository';

/** How artifacts are pushed. */
export interface Push {
  readonly pusher: Pusher;
  /** Its path. */
  readonly program: string;
  readonly plainHttp: boolean;
  /** Signs what a registry has under a digest. @default - nothing is signed */
  readonly sign?: (reference: string) => Promise<void>;
  readonly env: Environment;
}

/**
 * Pushes an artifact whose layout is in a folder. First its parts and its manifest by digest, then the signature, and the tag last: whatever
 * is interrupted leaves no tag. A tag that is there is never moved. Between the last look and the new tag another push can be as fast.
 *
 * @returns whether it was pushed, or was there already
 * @throws InputError if the tag has another digest, or if the registry does not take it
 */
export async function push(artifact: Artifact, layout: string, repository: Repository, how: Push): Promise<'pushed' | 'there'> {
  const { pusher, plainHttp, sign } = how;
  const { digest, tag } = artifact;
  const reference = `${addressOf(repository)}@${digest}`;
  if (await isThere(artifact, repository, how)) return 'there';
  await must(how, pusher.push(layout, tag, reference, plainHttp), `${reference} cannot be pushed`);
  await sign?.(reference);
  if (await isThere(artifact, repository, how)) return 'there';
  await must(how, pusher.tag(repository, digest, tag, plainHttp), `${reference} cannot be tagged ${tag}`);
  if (await isThere(artifact, repository, how)) return 'pushed';
  throw refused(`${addressOf(repository)}:${tag}: the registry does not have the tag that it was given`);
}

/** @throws InputError if the tag has another digest */
async function isThere({ digest, tag }: Artifact, repository: Repository, { pusher, program, plainHttp, env }: Push): Promise<boolean> {
  const reference = `${addressOf(repository)}:${tag}`;
  const ran = await runProgram(program, pusher.lookup(reference, plainHttp), { env });
  if (ran.code !== 0) {
    if (UNKNOWN.test(ran.stderr)) return false;
    throw refused(`${reference}: cannot be looked up by ${pusher.name}: ${reasonIn(ran)}`);
  }
  const found = pusher.digestIn(ran.stdout);
  if (found === digest) return true;
  throw refused(
    `${reference}: has the digest ${found} already, and this artifact has ${digest}: a tag is never moved. Commit what changed, or publish to another name`,
  );
}

/** What the three say where a registry answers that it has no such tag, or no such repository. */
const UNKNOWN = /\b(?:MANIFEST|NAME)_UNKNOWN\b|: (?:manifest|name) unknown\b|failed to resolve digest: \S+: not found$/m;

async function must({ program, pusher, env }: Push, args: readonly string[], failure: string): Promise<void> {
  const ran = await runProgram(program, args, { env });
  if (ran.code !== 0) throw refused(`${failure} by ${pusher.name}: ${reasonIn(ran)}`);
}

/** Why a program failed, in its own words if it said any. */
export const reasonIn = ({ code, said }: Ran): string => (said === '' ? `it ended with ${code ?? 'a signal'}` : said);

const refused = (message: string): InputError => new InputError([{ message }]);
