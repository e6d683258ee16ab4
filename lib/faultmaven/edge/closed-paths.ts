/** Answered by nobody: administration, generated documentation, and logins that ask for no password. */
const CLOSED = ['^/admin(/|$)', '^/docs(/|$)', '^/redoc(/|$)', '^/openapi\\.json$', '^/api/v1/auth/dev([-/]|$)', '^/api/v1/admin(/|$)'];

/**
 * First parts of paths that the edge, the gateway and the dashboard answer themselves, or that are closed. Closed paths are closed in
 * letters of either case.
 */
export const OWN_PATHS = ['admin', 'api', 'assets', 'docs', 'health', 'healthz', 'redoc'];

/** Locations of nginx for the paths that are closed. */
export const CLOSED_PATHS = CLOSED.map((pattern) => `    location ~* ${pattern} {\n      return 404;\n    }`).join('\n');

/**
 * What the gateway and its client read in another way than nginx does, so that a path that is open here could become one there that
 * is closed: `?`, `#` and `%` that are encoded (`/dev-login%3F/../x`), encoded dots, slashes and control characters, backslashes,
 * segments of dots, and empty ones. No path of the API has any of them.
 */
export const READ_IN_TWO_WAYS = '^[^?]*(%(25|3f|23|2e|2f|5c|7f|[01][0-9a-f])|[\\x5c]|//|/[.][.]?(/|[?]|$))';
