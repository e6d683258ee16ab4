import type { Site } from '../../model/site';
import { ownAnswer, PROBLEM, problem } from './own-answers';

/** nginx's workers, and how many connections each can have: those of clients, and those to the services behind. */
export const WORKERS = { processes: 2, connections: 1024 };

/**
 * What nginx calls a connection over a limit. The client reads 429: nothing here fails, and an answer of the class 5xx would wake somebody.
 */
const REFUSED_UPLOAD = 503;

/** Seconds after which to try again. */
const RETRY = { upload: 5, request: 1 };

const retryAfter = (seconds: number): string => `add_header Retry-After ${seconds} always;`;

/**
 * What is counted, and by what. A body is large or middling by its length. A chunked body, whose length is unknown, counts as large. A body
 * below 100 kB counts as a request only.
 */
export const counted = ({ requestsPerMinute }: Pick<Site, 'requestsPerMinute'>): string => `
  limit_req_zone $user_id zone=requests:10m rate=${requestsPerMinute}r/m;
  limit_req_status 429;
  map "$http_transfer_encoding $content_length" $body {
    default none;
    "~^ 0*[1-9][0-9]{5}$" middling;
    "~^ 0*[1-9][0-9]{6,}$" large;
    "~^[^ ]" large;
  }
${['large', 'middling']
  .map(
    (size) => `  map $body $${size} {
    ${size} all;
    default "";
  }
  map "$body $user_id" $${size}_of_user {
    "~^${size} (?<sends_${size}>.+)$" $sends_${size};
    default "";
  }
  limit_conn_zone $${size} zone=${size}:1m;
  limit_conn_zone $${size}_of_user zone=${size}_of_user:10m;
`,
  )
  .join('')}  limit_conn_status ${REFUSED_UPLOAD};
`;

/**
 * The limits of a location. Gateway and evidence hold whole bodies in memory. With more of them at once, the kernel kills the process
 * (run: twelve of 50 MB kill a gateway of 1 GiB).
 */
export const counting = (site: Pick<Site, 'requestsPerMinute' | 'uploads' | 'direct'>): readonly string[] => {
  const { large, middling } = site.uploads;
  return [
    `limit_req zone=requests burst=${site.requestsPerMinute} nodelay;`,
    `limit_conn large ${large};`,
    `limit_conn large_of_user ${half(large)};`,
    `limit_conn middling ${middling};`,
    `limit_conn middling_of_user ${half(middling)};`,
    ...perAddress(site),
  ];
};

/** One user's share of a limit. */
const half = (bound: number): number => Math.ceil(bound / 2);

/** Answers to requests over a limit. */
export const overLimit = (site: Pick<Site, 'direct'>): string => `    error_page 429 @too_many_requests;
    error_page ${REFUSED_UPLOAD} =429 @too_many_uploads;
${ownAnswer(site, 'too_many_requests', [
  retryAfter(RETRY.request),
  PROBLEM,
  problem(429, 'Too Many Requests', 'You have sent too many requests. Send this one again later.'),
])}
${ownAnswer(site, 'too_many_uploads', [
  retryAfter(RETRY.upload),
  PROBLEM,
  problem(
    429,
    'Too Many Requests',
    `Too many uploads${site.direct === undefined ? '' : ', or requests of your address,'} are on their way. Send this one again later.`,
  ),
])}
`;

/** The limit for one address in a location that counts others as well; nothing where a client has only the address that a proxy says. */
export const perAddress = ({ direct }: Pick<Site, 'direct'>): readonly string[] =>
  direct === undefined ? [] : [`limit_conn addresses ${direct.requestsPerAddress};`];

/** The same in a location that counts nothing else. */
export const pagesPerAddress = (site: Pick<Site, 'direct'>): readonly string[] =>
  perAddress(site).flatMap((limit) => [limit, 'limit_conn_status 429;']);
