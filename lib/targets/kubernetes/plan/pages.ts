import type { Page } from '../../../model/page';
import type { Service } from '../../../model/service';
import { hostsOf } from '../schema/ingress';
import type { ClusterPlan } from './plan';

/** The page of a part of the platform, with the host under which it is shown. */
export interface Shown {
  readonly service: Service;
  readonly page: Page;
  readonly host: string;
}

/** Every page that a plan shows to users. */
export const pagesOf = ({ services, profile: { ingress } }: Pick<ClusterPlan, 'services' | 'profile'>): readonly Shown[] =>
  (ingress === undefined ? [] : hostsOf(ingress)).flatMap(({ host, page: kind }) =>
    services.flatMap(({ service }) => (service.kind === kind && service.page !== undefined ? [{ service, page: service.page, host }] : [])),
  );
