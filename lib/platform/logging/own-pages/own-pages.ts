import type { Construct } from 'constructs';
import { type Environment, onlyIn } from '../../../model/environment';
import type { Page } from '../../../model/page';
import type { Release } from '../../../model/release';
import { RESTART_CONSUMERS, secretKey } from '../../../model/secret';
import { floor, Service } from '../../../model/service';
import { fill } from '../../../model/template';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import type { OwnStore } from '../own-store/own-store';
import { type Making, madeFor, passwordsOf, type StoreUser, variableOf } from '../own-store/users';
import { partOf } from '../part';
import { searchesNdjson } from './searches';
import start from './start.sh';

const LISTENS = 5601;
/** The file with the certificate of whoever signs for the store. */
const CA = '/tmp/ca.crt';

/** What every configuration of such a program is told. */
export interface PagesTold {
  readonly port: number;
  /** The URL of the store. */
  readonly store: string;
  readonly authority: string;
  /** `true` if users reach it under a host of its own, by HTTPS. */
  readonly secureCookies: string;
}

/** What one program that shows lines has of its own. */
export interface PagesProduct {
  readonly kind: string;
  /** What people call it. */
  readonly title: string;
  readonly image: string;
  readonly release: Release;
  /** What of it no test has run. @default - nothing that matters */
  readonly unproved?: string;
  readonly memory: string;
  readonly floor: readonly [least: string, ground: string];
  /** What its pages may keep in memory, in MiB. */
  readonly heap: number;
  readonly page: Omit<Page, 'port'>;
  /** The folder of our own files. */
  readonly folder: string;
  /** The name of its configuration. */
  readonly file: string;
  readonly configuration: (told: PagesTold) => string;
  /** The header without which it refuses a change. */
  readonly header: string;
  /** The user that it is itself. */
  readonly user: StoreUser;
  /** The user who may save searches. */
  readonly librarian: StoreUser;
  readonly making: Making;
}

/** Its configuration. @param store its URL. @param isShown whether users reach it under a host of its own, by HTTPS */
export const pagesYml = ({ configuration }: Pick<PagesProduct, 'configuration'>, store: string, isShown: boolean): string =>
  configuration({ port: LISTENS, store, authority: CA, secureCookies: String(isShown) });

/** Shows lines to people. All that it knows is in the store, so its pod holds nothing that matters. */
export abstract class OwnPages extends Service {
  constructor(scope: Construct, store: OwnStore, product: PagesProduct) {
    const { kind, image, release, unproved, memory, folder, file, user, librarian, making } = product;
    const users: Environment = passwordsOf([...new Set([user, librarian])]);
    super(scope, kind, {
      ...partOf(
        store.kind,
        { replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: memory, limit: memory } },
        { port: 'http', ...product.page },
      ),
      image,
      release,
      unproved,
      ports: { http: { container: LISTENS, opened: false } },
      calls: [store],
      variables: onlyIn('cluster', {
        ...users,
        AUTHORITY: store.authority,
        COOKIE_PASSWORD: secretKey(kind, 'cookie-password', {
          holds: 'at least 32 random letters and digits, with which it encrypts the cookies of those who are signed in',
          rotation: { ...RESTART_CONSUMERS, means: 'everybody signs in again' },
          made: madeFor(making, 'cookie-password'),
        }),
        NODE_OPTIONS: `--max-old-space-size=${product.heap}`,
      }),
      workload: {
        role: 'exclusive',
        because: 'a new release moves its searches to a new index in the store, which two at once would do twice',
        command: ['sh', `${folder}/start.sh`],
        configuration: {
          [`${folder}/${file}`]: ({ pages }) =>
            pagesYml(
              product,
              store.asked,
              pages.some(({ server }) => server.kind === kind),
            ),
          [`${folder}/searches.ndjson`]: searchesNdjson(),
          [`${folder}/start.sh`]: pagesStart(product, { home: `/usr/share/${kind}`, folder, port: LISTENS, authority: CA, every: 10 }),
        },
        writes: ['/data', '/tmp'],
        drain: seconds(10),
        user: { uid: 1000, gid: 1000, because: `the image keeps its programs for its own user, ${kind}` },
        priority: 'batch',
      },
      health: {
        kind: 'http',
        // It says 503 as well while the store does not answer, which a restart would not mend.
        path: '/api/status',
        alive: ['curl', '--silent', '--output', '/dev/null', '--max-time', '4', `http://localhost:${LISTENS}/api/status`],
        port: port(LISTENS),
        client: 'bash',
        startsWithin: seconds(240),
        published: false,
      },
      floor: floor(...product.floor),
    });
  }
}

/** Where the script of the start finds things. `every`: after how many seconds it tries again. */
export interface PagesPlaces {
  readonly home: string;
  readonly folder: string;
  readonly port: number;
  readonly authority: string;
  readonly every: number;
}

/** The script that starts it, and gives it its searches. */
export const pagesStart = (
  { kind, title, file, header, librarian }: Pick<PagesProduct, 'kind' | 'title' | 'file' | 'header' | 'librarian'>,
  places: PagesPlaces,
): string =>
  fill(start, {
    ...places,
    title,
    header,
    program: kind,
    configuration: file,
    user: librarian.name,
    password: `$${variableOf(librarian)}`,
  });
