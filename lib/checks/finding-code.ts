import type { Application } from '../model/application';

/** What a rule can find in a plan. */
const RULE_CODES = [
  'accepts-nothing',
  'api-server-behind-cilium',
  'calls-service-off',
  'caps-exceed-machine',
  'connections-exceed-memory',
  'copies-share-nothing',
  'cpus-exceed-machine',
  'data-exceeds-memory',
  'data-inside-container',
  'departs-from-document',
  'images-without-digest',
  'ingress-retired',
  'lost-with-its-pod',
  'model-from-hub',
  'never-restarted',
  'no-authentication',
  'no-export',
  'no-failover',
  'no-point-in-time-recovery',
  'placeholder',
  'ports-open-to-network',
  'reservations-exceed-machine',
  'service-without-cap',
  'uploads-exceed-memory',
] as const;

/** What a comparison with a base file, or with the folder that it is in, can find; without one nothing can be said about them. */
export const BASE_CODES = [
  'base-caps-exceed-machine',
  'base-command-replaced',
  'base-copies',
  'base-data-lost',
  'base-data-moved',
  'base-environment-replaced',
  'base-file-missing',
  'base-hardening-weakened',
  'base-healthcheck-differs',
  'base-image-differs',
  'base-kills-disabled',
  'base-logging-replaced',
  'base-port-differs',
  'base-port-open',
  'base-refused',
  'base-resources-contradict',
  'base-restart-overruled',
  'base-service-missing',
  'base-service-off',
  'base-service-without-cap',
  'base-unresolved',
  'override-not-loaded',
] as const;

export type BaseCode = (typeof BASE_CODES)[number];

/** The name of a finding that a rule or a comparison makes. Those about hazards have the names that their services give them. */
export type FindingCode = (typeof RULE_CODES)[number] | BaseCode;

/** Every name that a finding about an application can have, which `accept` in a profile uses. */
export const findingCodes = ({ hazardCodes = [] }: Pick<Application, 'hazardCodes'>): readonly string[] => [
  ...RULE_CODES,
  ...BASE_CODES,
  ...hazardCodes,
];
