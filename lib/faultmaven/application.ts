import type { Application } from '../model/application';
import { dnsLabel } from '../units/name';
import { catalogues } from './catalogue';
import { HAZARD_CODES } from './hazard-code';

/** FaultMaven, as https://github.com/FaultMaven publishes and plans it. */
export const faultmaven: Application = {
  name: dnsLabel('faultmaven'),
  title: 'FaultMaven',
  services: catalogues,
  hazardCodes: HAZARD_CODES,
  resourcePlan: {
    table: { pods: 29, cores: 35, memoryGB: 82 },
    ofItself: { pods: 30, cores: 40, memoryGB: 80 },
  },
  published: {
    folder: '../faultmaven-deploy',
    wrapper: { file: 'faultmaven', variable: 'COMPOSE_FILES' },
  },
};
