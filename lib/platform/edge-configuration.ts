import type { Service } from '../service/service';
import type { Site } from '../service/site';
import { listening } from '../services/nginx';
import { asksFirst, KNOWN_USERS, SAYS_WHO } from './edge/authentication';
import { CLOSED_PATHS } from './edge/closed-paths';
import { headerVariable } from './edge/header-variable';

interface Behind {
  readonly listens: number;
  readonly apiGateway: Service;
  readonly dashboard: Service;
}

/**
 * Request headers that go through. All others are dropped, so that no identity header of a client's own reaches anybody,
 * whatever it is called. `Authorization` is not among them: the gateway answers every token with 401.
 */
const PASSED = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Access-Control-Request-Headers',
  'Access-Control-Request-Method',
  'Cache-Control',
  'Content-Type',
  'Cookie',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'If-Range',
  'Origin',
  'Range',
  'Referer',
  'User-Agent',
  'X-Correlation-ID',
  'X-Request-ID',
] as const;

/** What a form may hold besides its file, in MiB. */
const FORM = 10;

/** nginx.conf of the edge. */
export const edgeConfiguration = (site: Site, { listens, apiGateway, dashboard }: Behind): string => `worker_processes 2;
pid /run/nginx.pid;
error_log /dev/stderr warn;

events {
  worker_connections 1024;
}

http {
  include /etc/nginx/mime.types;
  include /tmp/resolver.conf;
  access_log /dev/stdout;
  server_tokens off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  # A file of ${site.largestUpload} and the form around it; the gateway gives up on a backend after 30 s, the agent on a language model after 60 s.
  client_max_body_size ${site.largestUpload.mebibytes + FORM}m;
  proxy_connect_timeout 5s;
  proxy_read_timeout 75s;
  proxy_send_timeout 75s;
  proxy_http_version 1.1;

  # Only the ingress controller reaches this server; the last address that it did not add itself is the client's.
${site.trusts.map((network) => `  set_real_ip_from ${network};`).join('\n')}
  real_ip_header X-Forwarded-For;
  real_ip_recursive on;

  upstream gateway {
    server ${address(apiGateway)};
  }
  upstream dashboard {
    server ${address(dashboard)};
  }
${KNOWN_USERS}
  server {
    ${listening(listens, ' default_server').join('\n    ')}
    server_name ${site.host};

    location = /healthz {
      access_log off;
      default_type text/plain;
      return 200 "ok\\n";
    }

${CLOSED_PATHS}

${asksFirst(site)}
    proxy_pass_request_headers off;
${PASSED.map((header) => `    proxy_set_header ${header} $http_${headerVariable(header)};`).join('\n')}
    proxy_set_header Host ${site.host};
    proxy_set_header Connection "";
    proxy_set_header X-Forwarded-Host ${site.host};
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Real-IP $remote_addr;
${SAYS_WHO}
    location /api/ {
      # What is still encoded once it has been read, the gateway reads a second time: it could become a path that is closed.
      if ($request_uri ~ "^[^?]*%25") {
        return 404;
      }
      proxy_pass http://$gateway_of_user;
    }
    location / {
      proxy_pass http://$dashboard_of_user;
    }
  }
}
`;

const address = ({ name, ports: [first] }: Service): string => `${name}:${first?.cluster}`;
