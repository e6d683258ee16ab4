import type { Application } from '../model/application';
import { dnsLabel } from '../units/name';
import { Catalogue, servicesOf } from './catalogue';
import { HAZARDS } from './hazards';

/** FaultMaven, as https://github.com/FaultMaven publishes and plans it. */
export const faultmaven: Application = {
  name: dnsLabel('faultmaven'),
  title: 'FaultMaven',
  services: servicesOf(new Catalogue()),
  hazards: Object.values(HAZARDS),
  examples: { laptop: 'laptop-8gb', toFit: 'laptop', cluster: 'cluster' },
  resourcePlan: {
    table: { pods: 29, cores: 35, memoryGB: 82 },
    ofItself: { pods: 30, cores: 40, memoryGB: 80 },
  },
  published: {
    folder: '../faultmaven-deploy',
    wrapper: { file: 'faultmaven', variable: 'COMPOSE_FILES' },
  },
};
