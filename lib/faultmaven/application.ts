import type { Application } from '../model/application';
import { dnsLabel } from '../units/name';
import { Catalogue, servicesOf } from './catalogue';
import { HAZARDS } from './hazards';
import { resourcePlanOf } from './resource-plan';

const catalogue = new Catalogue();

/** FaultMaven, as https://github.com/FaultMaven publishes and plans it. */
export const faultmaven: Application = {
  name: dnsLabel('faultmaven'),
  title: 'FaultMaven',
  services: servicesOf(catalogue),
  hazards: Object.values(HAZARDS),
  examples: { laptop: 'laptop-8gb', toFit: 'laptop', cluster: 'cluster', change: 'services.agent.memory.limit=5Gi' },
  resourcePlan: resourcePlanOf(catalogue),
  published: {
    folder: '../faultmaven-deploy',
    wrapper: { file: 'faultmaven', variable: 'COMPOSE_FILES' },
  },
};
