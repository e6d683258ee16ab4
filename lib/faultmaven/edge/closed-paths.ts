/** Closed paths: administration, generated documentation, and logins without a password. */
const CLOSED = ['^/admin(/|$)', '^/docs(/|$)', '^/redoc(/|$)', '^/openapi\\.json$', '^/api/v1/auth/dev([-/]|$)', '^/api/v1/admin(/|$)'];

/**
 * First parts of paths that the edge, the gateway and the dashboard answer themselves, or that are closed. Closed paths are closed in
 * letters of either case.
 */
export const OWN_PATHS = ['admin', 'api', 'assets', 'docs', 'health', 'healthz', 'redoc'];

/** Locations of nginx for the paths that are closed. */
export const CLOSED_PATHS = CLOSED.map((pattern) => `    location ~* ${pattern} {\n      return 404;\n    }`).join('\n');

/**
 * What the gateway and its client read differently from nginx, so that a path which is open here could be closed there: encoded `?`, `#`
 * and `%` (`/dev-login%3F/../x`), encoded dots, slashes and control characters, backslashes, segments of dots, and empty segments. No path
 * of the API has any of them.
 */
export const READ_IN_TWO_WAYS = '^[^?]*(%(25|3f|23|2e|2f|5c|7f|[01][0-9a-f])|[\\x5c]|//|/[.][.]?(/|[?]|$))';
