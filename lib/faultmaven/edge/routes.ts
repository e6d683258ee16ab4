import type { Platform } from '../../model/platform';
import type { Route } from '../../model/service';
import type { Site } from '../../model/site';
import { listening } from '../nginx/nginx';

/** Where probes ask whether the services behind the gateway answer. */
export const ROUTES = { name: 'routes', container: 8083 } as const;

/** Whether somebody probes. */
export const isProbed = ({ monitoring }: Platform): boolean => monitoring === 'full';

/**
 * The server that answers there; nothing where nobody probes. Nobody is signed in, so of a request nothing but its path is passed on, and
 * only the paths of these routes are. No Service leads to its port, and network policies let only probes in.
 *
 * @param gateway host and port of the gateway
 */
export const askedRoutes = ({ platform }: Site, gateway: string, routes: readonly Route[]): string =>
  isProbed(platform)
    ? `
  server {
    ${listening(ROUTES.container).join('\n    ')}
    access_log off;
    proxy_method GET;
    proxy_pass_request_headers off;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    set $gateway ${gateway};
${routes.map(({ path }) => `    location = ${path} {\n      proxy_pass http://$gateway${path};\n    }`).join('\n')}
    location / {
      return 404;
    }
  }
`
    : '';
