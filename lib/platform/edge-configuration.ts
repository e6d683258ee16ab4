import { largestBody } from '../service/bodies';
import type { Service } from '../service/service';
import type { Site } from '../service/site';
import { GATEWAY_TIMEOUT } from '../services/fastapi';
import { listening } from '../services/nginx';
import { asksFirst, knownUsers, SAYS_WHO } from './edge/authentication';
import { clientAddress } from './edge/client-address';
import { CLOSED_PATHS } from './edge/closed-paths';
import { headerVariable } from './edge/header-variable';
import { counted, counting, OVER_LIMIT } from './edge/limits';

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

/** nginx.conf of the edge. */
export function edgeConfiguration(site: Site, { listens, apiGateway, dashboard }: Behind): string {
  const copies = (service: Service): string => `${site.copiesOf(service)}:${service.ports[0]?.cluster}`;
  return `worker_processes 2;
pid /run/nginx.pid;
error_log /dev/stderr warn;

events {
  worker_connections 1024;
}

http {
  include /etc/nginx/mime.types;
  include /tmp/resolver.conf;
  # It asks again every 5 s, from four ports in all.
  resolver_timeout 20s;
  access_log /dev/stdout;
  server_tokens off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  client_max_body_size ${largestBody(site.largestUpload).mebibytes}m;
  client_body_timeout 30s;
  proxy_http_version 1.1;

${TRIES}${clientAddress(site)}
${knownUsers(copies(apiGateway), copies(dashboard))}${MANNERS}${counted(site)}
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
      # What follows counts by user. nginx counts before it asks who that is, so it has to begin again where that is known.
      try_files "" @$manner;
    }
${answering('reading', READ_SECONDS, site)}
${answering('writing', WRITE_SECONDS, site)}
    location / {
      # Pages take nothing.
      client_max_body_size 16k;
      proxy_pass http://$dashboard_of_user;
    }

${OVER_LIMIT}  }
}
`;
}

/**
 * The gateway answers when a backend has been silent for 30 s. So a copy that is silent for longer is gone, and another one is asked:
 * again, if a request can be repeated.
 */
const READ_SECONDS = GATEWAY_TIMEOUT.seconds + 5;

/** An upload is passed on by the gateway before it waits for the answer. */
const WRITE_SECONDS = 2 * GATEWAY_TIMEOUT.seconds + 15;

/**
 * Names are looked up when they are needed, and each gives all copies that are ready. One that takes no connection, or breaks it off, or
 * itself finds no backend (502), is not seen: another one is asked, unless the request was sent and has an effect (POST, PATCH).
 */
const TRIES = `  proxy_connect_timeout 2s;
  proxy_send_timeout ${WRITE_SECONDS}s;
  proxy_read_timeout ${WRITE_SECONDS}s;
  proxy_next_upstream error timeout invalid_header http_502;
  proxy_next_upstream_tries 3;
  proxy_next_upstream_timeout ${READ_SECONDS + 5}s;
`;

const MANNERS = `
  map $request_method $manner {
    GET reading;
    HEAD reading;
    default writing;
  }
`;

const answering = (manner: string, seconds: number, site: Site): string => `    location @${manner} {
      auth_request off;
      proxy_read_timeout ${seconds}s;
      ${counting(site)}
      proxy_pass http://$gateway_of_user;
    }`;
