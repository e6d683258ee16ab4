import { homepage, version } from '../package.json';

/** Where scripts/build.mjs puts the digest of everything that the program is built from. */
declare const SOURCES_DIGEST: string | undefined;

/** The version of this program, with the digest of its sources if it was built: `0.2.0 (sources 0123456789abcdef)`. */
export const versionWithSources = (): string => (typeof SOURCES_DIGEST === 'string' ? `${version} (sources ${SOURCES_DIGEST})` : version);

/** Where the runbook of an alert is read: a file of docs/runbooks, with a heading in it. It is no part of a version, as names that follow from content are none. */
export const runbookUrl = (runbook: string): string => `${homepage.replace(/#.*$/, '')}/blob/main/docs/runbooks/${runbook}`;
