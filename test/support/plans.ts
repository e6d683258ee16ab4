import { Catalogue, servicesOf } from '../../lib/catalogue';
import { bind, type Plan } from '../../lib/plan';
import { type LoadedProfile, loadProfile } from '../../lib/profile/load';
import type { Service } from '../../lib/service';
import { scratch } from './scratch';

/** All twelve services. */
export const services: readonly Service[] = servicesOf(new Catalogue());

/** Three lines that every profile needs before its sizes. */
export const HEAD = ['target: compose', 'machine: { memory: 8Gi, cpus: 4, keep: 2Gi }', ''].join('\n');

/** A profile of nothing but these sizes, on a machine with 8 GiB of which 2 are kept: `services` starts in line 3. */
export const sizes = (lines: string): string => `${HEAD}services:\n${lines}\n`;

/** A size for each of the twelve, as the shipped profile has them. */
export const EVERY_SIZE = sizes(
  [
    '  redis: { cpu: { limit: 0.25 }, memory: { limit: 512Mi, request: 256Mi } }',
    '  chromadb: { cpu: { limit: 0.5 }, memory: { limit: 1Gi, request: 512Mi } }',
    '  auth: { memory: { limit: 256Mi, request: 128Mi } }',
    '  session: { memory: { limit: 256Mi, request: 128Mi } }',
    '  case: { memory: { limit: 256Mi, request: 128Mi } }',
    '  knowledge: { cpu: { limit: 1 }, memory: { limit: 2Gi, request: 1Gi } }',
    '  evidence: { memory: { limit: 256Mi, request: 128Mi } }',
    '  agent: { cpu: { limit: 1 }, memory: { limit: 1536Mi, request: 512Mi } }',
    '  job-worker: { memory: { limit: 512Mi, request: 256Mi } }',
    '  job-worker-beat: { memory: { limit: 192Mi, request: 96Mi } }',
    '  dashboard: { memory: { limit: 64Mi, request: 32Mi } }',
    '  api-gateway: { memory: { limit: 256Mi, request: 128Mi } }',
  ].join('\n'),
);

/** Loads the text as `x.yaml`, with what it extends beside it. */
export function load(
  text: string | Uint8Array,
  assignments: readonly string[] = [],
  beside: Readonly<Record<string, string | Uint8Array>> = {},
): LoadedProfile {
  return loadProfile({ file: 'x.yaml', cwd: scratch({ ...beside, 'x.yaml': text }), services, assignments });
}

/** A plan of the twelve services from the text of a profile. */
export const planFrom = (text: string, assignments: readonly string[] = []): Plan => bind(services, load(text, assignments));

/** A plan of services of the test's own. */
export function planOver(own: readonly Service[], text: string, assignments: readonly string[] = []): Plan {
  return bind(own, loadProfile({ file: 'x.yaml', cwd: scratch({ 'x.yaml': text }), services: own, assignments }));
}
