import type { Server } from '../../../model/server';
import type { ClusterPlan } from '../plan/plan';

/**
 * The services that somebody waits for: users, those who look at their pages, and other services, also through a proxy. Whoever watches waits
 * for nothing: it asks again.
 */
export function askedIn({ services }: Pick<ClusterPlan, 'services'>): ReadonlySet<Server> {
  const called = new Set<Server>(services.flatMap(({ configured }) => configured.calls));
  return new Set(
    services
      .map(({ service }) => service)
      .filter(
        (service) =>
          service.exposed !== undefined ||
          service.page !== undefined ||
          called.has(service) ||
          (service.proxiesFor !== undefined && called.has(service.proxiesFor)),
      ),
  );
}
