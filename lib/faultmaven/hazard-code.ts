import type { Hazard } from '../model/hazard';

/** Every known defect of a released image that a service can describe, by the name that `accept` in a profile uses. */
export type HazardCode =
  | 'case-summary-fails'
  | 'cases-in-memory'
  | 'cases-on-postgres-fail'
  | 'cases-split'
  | 'chromadb-single-writer'
  | 'chromadb-unused'
  | 'dashboard-routes-missing'
  | 'downloads-held'
  | 'evidence-details-fail'
  | 'knowledge-create-fails'
  | 'knowledge-split'
  | 'login-without-password'
  | 'missing-case-stops-chats'
  | 'session-messages-lost'
  | 'tokens-rejected';

/** One of them. */
export type KnownHazard = Hazard<HazardCode>;
