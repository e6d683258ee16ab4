import * as v from 'valibot';
import type { Platform } from '../../../model/platform';
import type { Needless } from '../../../profile/profile-shape';
import { pulledBy } from './builds';
import type { ClusterService } from './cluster-service';
import { nodeExporter } from './monitoring';
import { hasOnce, platform, runsWith, turnedOn, waysTo } from './platform';
import { withoutEffect } from './without-effect';

/** What does not run with a platform, and what is not pulled then. */
export function offWith(around: Platform, services: readonly ClusterService[]) {
  const all = services.flatMap(pulledBy);
  const pulled = new Set(all.filter(({ runs }) => runs(around)).map(({ kind }) => kind));
  return { off: services.filter((service) => !runsWith(around, service)), unpulled: all.filter(({ kind }) => !pulled.has(kind)) };
}

/** Where a profile speaks of what its platform turns off; nothing while that cannot be read. */
export function needless(services: readonly ClusterService[], written: unknown): readonly Needless[] {
  const parts = v.safeParse(v.object({ platform, monitoring: v.optional(v.object({ nodeExporter }), {}) }), written);
  if (!parts.success) return [];
  const around = turnedOn(parts.output);
  const { off, unpulled } = offWith(around, services);
  return [
    ...off.flatMap(({ kind, page }) => [
      { path: ['services', kind] },
      ...(page === undefined ? [] : [{ path: ['ingress', 'pages', kind] }]),
    ]),
    ...unpulled.map(({ kind }) => ({ path: ['images', kind] })),
    ...ownsNothing(around, services),
    ...withoutEffect(around, isProxied(written)),
  ];
}

/** Whoever owns the cluster has something that exists once in it, or says so in vain. */
const ownsNothing = (around: Platform, services: readonly ClusterService[]): readonly Needless[] =>
  !around.owner || hasOnce(around, services)
    ? []
    : [
        {
          path: ['platform', 'owner'],
          why: () => `expected false: it has an effect only with ${waysTo(around, (on) => hasOnce(on, services))}, got true`,
        },
      ];

const PROXIED = v.object({ ingress: v.object({ loadBalancer: v.object({ proxyProtocol: v.array(v.unknown()) }) }) });
const isProxied = (written: unknown): boolean => v.is(PROXIED, written);
