/** Every known defect of a released image that a service can describe, by the name that `accept` in a profile uses. */
export const HAZARD_CODES = [
  'cases-in-memory',
  'cases-on-postgres-fail',
  'cases-split',
  'chromadb-single-writer',
  'chromadb-unused',
  'dashboard-routes-missing',
  'downloads-held',
  'knowledge-create-fails',
  'knowledge-split',
  'login-without-password',
  'tokens-rejected',
] as const;

export type HazardCode = (typeof HAZARD_CODES)[number];
