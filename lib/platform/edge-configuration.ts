import type { Service } from '../service/service';
import type { Site } from '../service/site';

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

/** Answered by nobody: administration, generated documentation, and logins that ask for no password. */
const CLOSED = ['^/admin(/|$)', '^/docs(/|$)', '^/redoc(/|$)', '^/openapi\\.json$', '^/api/v1/auth/dev-', '^/api/v1/admin(/|$)'];

/** Whoever says who a user is has to prove who it is itself. */
const VERIFIED = `
      proxy_ssl_server_name on;
      proxy_ssl_verify on;
      proxy_ssl_verify_depth 3;
      proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;`;

/**
 * What an answer says that says nothing of it. Never an empty header, which nginx leaves out: the gateway would then add what it
 * holds of the anonymous. Backends read roles as a JSON list (fm-core-lib: auth/request_context.py); an address ends in a name
 * that is nobody's (RFC 2606).
 */
const UNSAID = { email: 'none@user.invalid', roles: '[]' };

/** Where a request goes whose user is not known, although the authentication let it pass. */
const NOBODY = 8081;

/** Without an authentication nobody is known, so nobody gets through. */
const NOBODY_ASKS = { url: `http://127.0.0.1:${NOBODY}`, headers: { id: 'X-User', email: 'X-Email', roles: 'X-Roles' } };

/** nginx.conf of the edge. */
export const edgeConfiguration = (
  { authentication = NOBODY_ASKS, host, trusts }: Site,
  { listens, apiGateway, dashboard }: Behind,
): string => `worker_processes 2;
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

  # Evidence takes files of up to 50 MB; the gateway gives up on a backend after 30 s, the agent on a language model after 60 s.
  client_max_body_size 60m;
  proxy_connect_timeout 5s;
  proxy_read_timeout 75s;
  proxy_send_timeout 75s;
  proxy_http_version 1.1;

  # Only the ingress controller reaches this server; the last address that it did not add itself is the client's.
${trusts.map((network) => `  set_real_ip_from ${network};`).join('\n')}
  real_ip_header X-Forwarded-For;
  real_ip_recursive on;

  upstream gateway {
    server ${address(apiGateway)};
  }
  upstream dashboard {
    server ${address(dashboard)};
  }
  upstream nobody {
    server 127.0.0.1:${NOBODY};
  }
  map $user_id $gateway_of_user {
    "" nobody;
    default gateway;
  }
  map $user_id $dashboard_of_user {
    "" nobody;
    default dashboard;
  }

  map $said_email $user_email {
    "" "${UNSAID.email}";
    default $said_email;
  }
  map $said_roles $user_roles {
    "" "${UNSAID.roles}";
    default $said_roles;
  }

  server {
    listen 127.0.0.1:${NOBODY};
    access_log off;
    return 401;
  }

  server {
    listen ${listens} default_server;
    server_name ${host};

    location = /healthz {
      access_log off;
      default_type text/plain;
      return 200 "ok\\n";
    }

${CLOSED.map((pattern) => `    location ~* ${pattern} {\n      return 404;\n    }`).join('\n')}

    location = /_authentication {
      internal;
      proxy_pass_request_headers on;
      # By a variable, because nginx would look a name up once, when it starts, and not start without an answer.
      set $authentication ${new URL(authentication.url).href};
      proxy_pass $authentication;${authentication.url.startsWith('https:') ? VERIFIED : ''}
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Original-URI $request_uri;
      proxy_set_header X-Forwarded-Host ${host};
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-For $remote_addr;
    }

    auth_request /_authentication;
    auth_request_set $user_id $upstream_http_${variable(authentication.headers.id)};
    auth_request_set $said_email $upstream_http_${variable(authentication.headers.email)};
    auth_request_set $said_roles $upstream_http_${variable(authentication.headers.roles)};

    proxy_pass_request_headers off;
${PASSED.map((header) => `    proxy_set_header ${header} $http_${variable(header)};`).join('\n')}
    proxy_set_header Host ${host};
    proxy_set_header Connection "";
    proxy_set_header X-Forwarded-Host ${host};
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-User-ID $user_id;
    proxy_set_header X-User-Email $user_email;
    proxy_set_header X-User-Roles $user_roles;

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

/** As nginx calls a header in its variables. */
const variable = (header: string): string => header.toLowerCase().replaceAll('-', '_');
