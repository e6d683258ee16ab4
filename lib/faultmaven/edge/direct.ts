import type { Direct, Site } from '../../model/site';
import { listening } from '../nginx/nginx';
import { everyHost, lines } from './headers';
import { WORKERS } from './limits';
import { PROBLEM, problem } from './own-answers';

/** Where the edge listens if it ends TLS itself, besides the port that its probes ask, and where its certificates are. */
export const DIRECT = { http: 8000, https: 8443, certificates: '/etc/tls' };

/** The health check, which anybody may ask. */
export const HEALTH = `    location = /healthz {
      access_log off;
      default_type text/plain;
      return 200 "ok\\n";
    }`;

/** TLS 1.2 with forward secrecy and authenticated encryption, and TLS 1.3 (Mozilla's server side TLS, "intermediate", version 5.7 and newer). */
const CIPHERS = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305'].flatMap((cipher) => [
  `ECDHE-ECDSA-${cipher}`,
  `ECDHE-RSA-${cipher}`,
]);

/** No session outlives this, however it is resumed. */
const SESSION = '1d';

/** How long a client may take for the header of a request, and how long it may be silent while it takes an answer or asks nothing. */
const SECONDS = { header: 15, answer: 30, idle: 60 };

/** A runtime may start a container with fewer open files than the connections need. */
export const openFiles = ({ direct }: Site): string => (direct === undefined ? '' : `worker_rlimit_nofile ${4 * WORKERS.connections};\n`);

/** What holds for every server of an edge that ends TLS itself; nothing if it does not. */
export const endingTls = ({ direct, ...site }: Site): string =>
  direct === undefined
    ? ''
    : `
  # Which certificate a client gets. nginx reads the files of a variable at each handshake, so a new one needs no restart.
  map $ssl_server_name $certificate {
${direct.certificates.map(({ host, folder }) => `    ${host} ${folder};`).join('\n')}
    default ${direct.certificates[0]?.folder};
  }
${lines(
  [
    'ssl_protocols TLSv1.2 TLSv1.3;',
    `ssl_ciphers ${CIPHERS.join(':')};`,
    'ssl_prefer_server_ciphers off; # each of them is good, and the client knows which one it is fast with',
    'ssl_session_cache shared:sessions:10m;',
    `ssl_session_timeout ${SESSION};`,
    'ssl_session_tickets off; # their keys would never change while nginx runs',
  ],
  1,
)}

  # Clients that are slow on purpose, and clients that open many connections.
${lines(
  [
    `client_header_timeout ${SECONDS.header}s; # also of a handshake`,
    `send_timeout ${SECONDS.answer}s;`,
    `keepalive_timeout ${SECONDS.idle}s;`,
    'keepalive_time 10m; # or long connections would never find new pods',
    'reset_timedout_connection on;',
    'limit_conn_zone $binary_remote_addr zone=addresses:10m;',
  ],
  1,
)}
${throughProxies(direct)}
  # Without TLS a client is sent to where there is some, and told nothing else. A method that changes something is refused: its body was
  # sent already, for everybody on the way to read.
  map $request_method $plain {
    GET "";
    HEAD "";
    default refused;
  }
  server {
${listens(DIRECT.http, direct, ' default_server')}
${guard(direct)}
${HEALTH}
    location / {
      return 421;
    }
  }
  server {
${listens(DIRECT.http, direct)}
    server_name ${everyHost(site).join(' ')};
${guard(direct)}
${HEALTH}
${solving(direct)}    location / {
      ${PROBLEM}
      if ($plain) {
        ${problem(403, 'Forbidden', 'This is answered over https only.')}
      }
      return 308 https://$host$request_uri;
    }
  }

  # Names that are none of ours: no certificate is shown for them, and a request for one of them gets nothing from here.
  server {
${listens(DIRECT.https, direct, ' ssl default_server')}
    ssl_reject_handshake on;
${guard(direct)}
    return 421;
  }
`;

/** The server that probes ask, if the one for users is not theirs. @param listens the port that they ask */
export const probed = ({ direct }: Site, listens: number): string =>
  direct === undefined
    ? ''
    : `
  server {
    ${listening(listens, ' default_server').join('\n    ')}
${HEALTH}
    location / {
      return 404;
    }
  }
`;

/**
 * The ports of a server that answers users.
 *
 * @param behind the port that an ingress controller uses
 * @param as whether requests there for any other host are answered by it too
 */
export const listensTo = ({ direct }: Pick<Site, 'direct'>, behind: number, as: '' | ' default_server'): string =>
  direct === undefined
    ? `    ${listening(behind, as).join('\n    ')}`
    : `${listens(DIRECT.https, direct, ' ssl')}
    ssl_certificate ${DIRECT.certificates}/$certificate/tls.crt;
    ssl_certificate_key ${DIRECT.certificates}/$certificate/tls.key;
${guard(direct)}`;

const listens = (port: number, { proxyProtocol }: Direct, as = ''): string =>
  `    ${listening(port, `${as}${proxyProtocol === undefined ? '' : ' proxy_protocol'}`).join('\n    ')}`;

/** Who may say in the PROXY protocol whose connection it is. */
const throughProxies = ({ proxyProtocol }: Direct): string =>
  proxyProtocol === undefined
    ? ''
    : `
  # Only the load balancer may say who the client is, and nobody comes in without it.
  geo $realip_remote_addr $stranger {
    default yes;
${proxyProtocol.map((network) => `    ${network} "";`).join('\n')}
  }
`;

const guard = ({ proxyProtocol }: Direct): string =>
  proxyProtocol === undefined
    ? ''
    : `    if ($stranger) {
      return 444;
    }
`;

/**
 * The way to those who solve challenges of HTTP-01. Each knows the answer to its own challenge and says 404 to others, so all of them are
 * asked, one after the other.
 */
const solving = ({ solvers }: Direct): string =>
  solvers === undefined
    ? ''
    : `    location ^~ /.well-known/acme-challenge/ {
      set $solvers ${solvers};
      proxy_pass http://$solvers;
${lines(
  [
    'proxy_pass_request_headers off;',
    'proxy_pass_request_body off;',
    'proxy_set_header Host $host;',
    'proxy_set_header Content-Length "";',
    'proxy_read_timeout 5s;',
    'proxy_next_upstream error timeout http_404 http_502 http_503;',
    'proxy_next_upstream_tries 20;',
    'proxy_next_upstream_timeout 10s;',
    'error_page 502 504 = @nobody_solves;',
  ],
  3,
)}
    }
    location @nobody_solves {
      return 404;
    }
`;
