import { SINGLE_WRITER } from '../data/chromadb/chromadb';
import type { Hazard } from '../model/hazard';
import type { HazardCode } from './hazard-code';
import { MISSING_CASE_STOPS_CHATS } from './services/agent';
import { TOKENS_REJECTED } from './services/api-gateway';
import { LOGIN_WITHOUT_PASSWORD } from './services/auth';
import * as cases from './services/case';
import { ROUTES_MISSING } from './services/dashboard';
import { DETAILS_FAIL, DOWNLOADS_HELD } from './services/evidence';
import * as knowledge from './services/knowledge';
import { MESSAGES_LOST } from './services/session';

/** What is known of each: a code without its hazard does not compile. */
export const HAZARDS: { readonly [Code in HazardCode]: Hazard<Code> } = {
  'case-summary-fails': cases.SUMMARY_FAILS,
  'cases-in-memory': cases.IN_MEMORY,
  'cases-on-postgres-fail': cases.POSTGRES_BROKEN,
  'cases-split': cases.SPLIT,
  'chromadb-single-writer': SINGLE_WRITER,
  'chromadb-unused': knowledge.CHROMADB_UNUSED,
  'dashboard-routes-missing': ROUTES_MISSING,
  'downloads-held': DOWNLOADS_HELD,
  'evidence-details-fail': DETAILS_FAIL,
  'knowledge-create-fails': knowledge.CREATE_FAILS,
  'knowledge-split': knowledge.SPLIT,
  'login-without-password': LOGIN_WITHOUT_PASSWORD,
  'missing-case-stops-chats': MISSING_CASE_STOPS_CHATS,
  'session-messages-lost': MESSAGES_LOST,
  'tokens-rejected': TOKENS_REJECTED,
};
