import type { Service } from '../../lib/model/service';
import { parseBaseFile } from '../../lib/targets/compose/base-file/parse';
import type { Pair, Remark } from '../../lib/targets/compose/base-file/remark';
import type { ComposePlan } from '../../lib/targets/compose/plan/plan';
import type { ComposeService } from '../../lib/targets/compose/render/compose-service';
import { testService } from './services';

/** What stands beside the keys of a service in a base file. */
interface Around {
  /** What the override writes for it. @default - nothing */
  readonly ours?: ComposeService;
  readonly service?: Service;
  /** The rest of the file. @default - nothing */
  readonly file?: string;
  /** What the profile switches on. @default - nothing */
  readonly switches?: Readonly<Record<string, boolean>>;
}

/** A service `fm-one` of a base file with these keys, beside what an override writes for it on a machine with two CPUs. */
export function pairOf(keys: string, { ours = {}, service = testService('one'), file = '', switches = {} }: Around = {}): Pair {
  const parsed = parseBaseFile(`services: { fm-one: { ${keys} } }\n${file}`, 'base.yml');
  const base = parsed.services.get('fm-one');
  if (base === undefined) throw new Error('expected a service');
  const machine = { cpus: { cores: 2, inWords: () => '2 CPUs' } };
  return { service, ours, base, file: parsed, plan: { profile: { machine, switches } } as unknown as ComposePlan };
}

/** What is said, up to the first colon or semicolon or what `end` says; or what is not read. */
export const clauses = (remarks: readonly Remark[], end = /[:;] /): readonly (string | undefined)[] =>
  remarks.map((remark) => ('unread' in remark ? `unread ${remark.unread}` : remark.message.split(end)[0]));
