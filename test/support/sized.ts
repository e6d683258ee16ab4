import * as v from 'valibot';
import type { Service } from '../../lib/model/service';
import type { Sized } from '../../lib/roles/role';
import { shapeOf } from '../../lib/roles/roles';
import { paired } from '../../lib/targets/kubernetes/plan/paired';

/** What a profile says of a service where nothing else matters: half a CPU and 128Mi. */
export const AMOUNTS = { cpu: { request: 0.25, limit: 0.5 }, memory: { request: '128Mi', limit: '128Mi' } };

/** A service with its size, read as a cluster's profile says it. @param nodes how many there are */
export const sizedAs = (service: Service, size: object, nodes?: number): Sized =>
  paired([{ service, size: v.parse(shapeOf(service, {}), { ...AMOUNTS, ...size }) }], nodes)[0] as Sized;

/** What is wrong with a size, each with its path. */
export const complaintsAbout = (service: Service, size: object): readonly string[] =>
  (v.safeParse(shapeOf(service, {}), { ...AMOUNTS, ...size }).issues ?? []).map(
    ({ path = [], message }) => `${path.map(({ key }) => key).join('.')}: ${message}`,
  );
