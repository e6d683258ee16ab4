import { merged } from '../../../model/merged';
import type { Service } from '../../../model/service';
import type { OutputFile } from '../../../output/output-file';
import { OVERRIDE } from '../names';
import type { ComposePlan } from '../plan/plan';
import { command } from './command';
import type { ComposeService, Concern } from './compose-service';
import { overrideDocument } from './document';
import { environment } from './environment';
import { hardening } from './hardening';
import { healthcheck } from './healthcheck';
import { hosts } from './hosts';
import { limits } from './limits';
import { persistence } from './persistence';
import { ports } from './ports';
import { restart } from './restart';

/** The concerns of a service in the override, in the order of their keys. */
const CONCERNS: Readonly<Record<string, Concern>> = {
  limits,
  restart,
  command,
  environment,
  persistence,
  hosts,
  ports,
  healthcheck,
  hardening,
};

/**
 * The override of each service, in the order of the application; services that are off come last.
 *
 * @throws RangeError if two concerns give a key different values: the message names both
 */
export function overrideServices(
  { profile, services, off }: ComposePlan,
  concerns: Readonly<Record<string, Concern>> = CONCERNS,
): Readonly<Record<string, ComposeService>> {
  const sizes = services.map((sized): [Service, ComposeService] => [
    sized.service,
    merged(Object.entries(concerns).map(([by, concern]) => ({ by, says: { ...concern(sized, profile) } }))) as ComposeService,
  ]);
  return Object.fromEntries(
    [...sizes, ...off.map((service): [Service, ComposeService] => [service, { scale: 0 }])].map(([{ name }, keys]) => [name, keys]),
  );
}

/** The laptop: one override of the published Compose file. */
export const compose = (plan: ComposePlan, header: string): readonly OutputFile[] => [
  { path: OVERRIDE, content: overrideDocument(header, overrideServices(plan)) },
];
