/** Answered by nobody: administration, generated documentation, and logins that ask for no password. */
const CLOSED = ['^/admin(/|$)', '^/docs(/|$)', '^/redoc(/|$)', '^/openapi\\.json$', '^/api/v1/auth/dev-', '^/api/v1/admin(/|$)'];

/** Locations of nginx for the paths that are closed. */
export const CLOSED_PATHS = CLOSED.map((pattern) => `    location ~* ${pattern} {\n      return 404;\n    }`).join('\n');
