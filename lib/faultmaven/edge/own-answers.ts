import type { Site } from '../../model/site';
import { ALLOWS_ORIGIN } from './cross-origin';
import { guardsBrowsers, lines } from './headers';
import { PASSES_COOKIES } from './set-cookies';

/** An answer of the edge's own, as RFC 9457 (problem details) has it. */
export const problem = (status: number, title: string, detail: string): string =>
  `return ${status} '${JSON.stringify({ type: 'about:blank', title, status, detail })}';`;

/** The type of an answer, whatever the ending of its path. */
export const typed = (type: string): string => `types { } default_type ${type};`;

export const PROBLEM = typed('application/problem+json');

/** No cache may keep an answer that depends on the user. */
export const NEVER_KEPT = 'add_header Cache-Control no-store always;';

/** A location that answers in the edge's own name, and that a page of an allowed origin may read. */
export const ownAnswer = (site: Pick<Site, 'direct'>, name: string, directives: readonly string[]): string => `    location @${name} {
${lines(['auth_request off;', NEVER_KEPT, ...guardsBrowsers(site), ...PASSES_COOKIES, ...ALLOWS_ORIGIN, ...directives], 3)}
    }`;
