import { parse } from 'yaml';
import { OVERRIDE } from '../../lib/targets/compose/names';
import type { ComposePlan } from '../../lib/targets/compose/plan/plan';
import { compose } from '../../lib/targets/compose/render/compose';
import type { Concern } from '../../lib/targets/compose/render/compose-service';

/** The text of the override that a plan becomes. */
export function overrideOf(plan: ComposePlan): string {
  const [file] = compose(plan, 'a header');
  if (file?.path !== OVERRIDE) throw new Error('expected the override');
  return file.content;
}

/** The services of the override as a YAML reader understands them. */
export const servicesOfOverride = (plan: ComposePlan): Readonly<Record<string, Readonly<Record<string, unknown>>>> =>
  parse(overrideOf(plan), { logLevel: 'error' }).services;

/** What a concern adds to a service, without what it leaves out. */
export function added(concern: Concern, plan: ComposePlan, kind: string): unknown {
  const sized = plan.services.find(({ service }) => service.kind === kind);
  if (sized === undefined) throw new Error(`${kind} has no size in this plan`);
  return JSON.parse(JSON.stringify(concern(sized, plan.profile)));
}
