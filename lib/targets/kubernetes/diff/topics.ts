import { type Gained, gained, type Topic } from '../../../diff/meaning';
import type { Manifest } from './manifest';
import type { NameOf, Side } from './side';
import { edgesBetween } from './topics/edges';
import { portsOf } from './topics/ports';
import { rightsOf, withoutCovered } from './topics/rights';
import { secretsBetween } from './topics/secrets';

/** What was gained and lost of what somebody who answers for security reads first. */
export function topicsOf({ before, after }: { readonly before: Side; readonly after: Side }, nameOf: NameOf): readonly Topic[] {
  const read = (reads: (object: Manifest, nameOf: NameOf) => readonly string[]): Gained =>
    gained(
      before.own.flatMap((one) => reads(one, nameOf)),
      after.own.flatMap((one) => reads(one, nameOf)),
    );
  const topics: readonly Topic[] = [
    { title: 'open ports', ...read(portsOf) },
    { title: 'network edges', ...edgesBetween(before, after, nameOf) },
    { title: 'rights', ...withoutCovered(read(rightsOf)) },
    { title: 'Secrets read', ...secretsBetween(before, after, nameOf) },
  ];
  return topics.filter(({ gained: more, lost }) => more.length + lost.length > 0);
}
