import { largestBody } from '../../model/bodies';
import type { Service } from '../../model/service';
import type { Site } from '../../model/site';
import { GATEWAY_TIMEOUT } from '../fastapi';
import type { ApiGateway } from '../services/api-gateway';
import { LOG_FORMATS, SERVICE_TIME } from './access-log';
import { asksFirst, knownUsers, SAYS_WHO } from './authentication';
import { clientAddress } from './client-address';
import { CLOSED_PATHS, READ_IN_TWO_WAYS } from './closed-paths';
import { ANSWERS_PREFLIGHT, originMaps } from './cross-origin';
import { endingTls, HEALTH, listensTo, openFiles, probed } from './direct';
import { failures } from './failures';
import { hashes, hostIn, hostMap, lines, passedHeaders } from './headers';
import { counted, counting, overLimit, pagesPerAddress, WORKERS } from './limits';
import { pageServers } from './pages';
import { REFUSES } from './refusals';
import { askedRoutes } from './routes';
import { status } from './status';

interface Behind {
  readonly listens: number;
  readonly apiGateway: ApiGateway;
  readonly dashboard: Service;
}

/** nginx.conf of the edge. */
export function edgeConfiguration(site: Site, { listens, apiGateway, dashboard }: Behind): string {
  const replicas = (service: Service): string => `${site.replicasOf(service)}:${service.ports[0]?.cluster}`;
  const largest = largestBody(site.largestUpload).mebibytes;
  return `worker_processes ${WORKERS.processes};
${openFiles(site)}pid /run/nginx.pid;
error_log /dev/stderr warn;

events {
  worker_connections ${WORKERS.connections};
}

http {
  include /etc/nginx/mime.types;
  include /tmp/resolver.conf;
${hashes(site)}  # nginx repeats an unanswered query after 5 s, from another port: start.sh names each resolver four times.
  resolver_timeout 20s;
  # Neither query parameters nor the Referer header are logged: both can hold what proves a login.
  map $request_uri $requested {
    "~^([^?]*)" $1;
  }
${SERVICE_TIME}  log_format without_parameters '${LOG_FORMATS.without_parameters}';
${site.pages.length === 0 ? '' : `  log_format with_host '${LOG_FORMATS.with_host}';\n`}  access_log /dev/stdout without_parameters;
  server_tokens off;
  absolute_redirect off; # nginx knows neither the protocol nor the port that the client used
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  # Room for a login's session: 32 KB of cookies, which are one line of a request and are all set in one answer. Not much more, because
  # any client can fill these buffers on each connection.
  large_client_header_buffers 2 48k;
  proxy_buffer_size 48k;
  proxy_buffers 8 8k;
  proxy_busy_buffers_size 48k;
  proxy_hide_header X-Content-Type-Options; # the edge sets it on every answer

  client_max_body_size ${largest}m;
  client_body_timeout 30s;
  proxy_http_version 1.1;

${TRIES}${clientAddress(site)}
${hostMap(site)}${originMaps(site)}
${knownUsers(site, replicas(apiGateway), replicas(dashboard))}${counted(site)}${endingTls(site)}${MANNERS}${probed(site, listens)}${status(site)}${askedRoutes(site, replicas(apiGateway), apiGateway.routes)}
  server {
${listensTo(site, listens, ' default_server')}
    server_name ${site.hosts.join(' ')};

${HEALTH}

${CLOSED_PATHS}

${asksFirst(site)}
${lines([...passedHeaders(site), `proxy_set_header Host ${hostIn(site)};`, ...SAYS_WHO], 2)}

    location /api/ {
      # The gateway reads such a path differently: there it could be a path that is closed here.
      if ($request_uri ~* "${READ_IN_TWO_WAYS}") {
        return 404;
      }
${ANSWERS_PREFLIGHT}
      # Limits count by user. nginx counts before it asks who that is, so the request starts again in a location where that is known.
      try_files "" @$manner;
    }
${answering('reading', [readTimeout(READ_SECONDS)], site)}
${answering('writing', [readTimeout(WRITE_SECONDS), TO_THE_END], site)}
    location / {
      # Pages take no uploads.
      client_max_body_size 16k;
      proxy_pass http://$dashboard_of_user;
${lines([...REFUSES, ...pagesPerAddress(site)], 3)}
    }

${failures(site, largest)}
${overLimit(site)}  }
${pageServers(site, listens)}}
`;
}

/**
 * The gateway answers once a backend has been silent for 30 s. So a gateway that is silent for longer is gone, and another replica is
 * asked, if the request can be repeated.
 */
const READ_SECONDS = GATEWAY_TIMEOUT.seconds + 5;

/** The gateway first sends an upload on, and then waits for the answer. */
const WRITE_SECONDS = 2 * GATEWAY_TIMEOUT.seconds + 15;

/**
 * Names are looked up when they are needed, and each gives all replicas that are ready. If a replica takes no connection, breaks it off or
 * finds no backend (502), another one is asked, unless the request was sent already and has an effect (POST, PATCH).
 */
const TRIES = `  proxy_connect_timeout 2s;
  proxy_send_timeout ${WRITE_SECONDS}s;
  proxy_read_timeout ${WRITE_SECONDS}s;
  proxy_next_upstream error timeout invalid_header http_502;
  proxy_next_upstream_tries 3;
  proxy_next_upstream_timeout ${READ_SECONDS + 5}s;
`;

/** A request with a body may take as long as one that writes, whatever its method. */
const MANNERS = `
  map "$foreign $request_method $body" $manner {
    "~^yes " foreign_origin;
    " GET none" reading;
    " HEAD none" reading;
    default writing;
  }
`;

/** The gateway goes on with a body after its client is gone, and holds it in memory. So it counts until the gateway is done. */
const TO_THE_END = 'proxy_ignore_client_abort on;';

const readTimeout = (seconds: number): string => `proxy_read_timeout ${seconds}s;`;

const answering = (manner: string, directives: readonly string[], site: Site): string => `    location @${manner} {
      auth_request off;
${lines([...directives, ...counting(site)], 3)}
      proxy_pass http://$gateway_of_user;
    }`;
