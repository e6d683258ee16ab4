import { files } from '../../../model/pod';
import { portNamed, type Server } from '../../../model/server';
import type { Task } from '../../../model/task';
import { fill } from '../../../model/template';
import { seconds } from '../../../units/duration';
import type { Memory } from '../../../units/memory';
import { DISK_PERCENT, indexSizeOn, leastOn } from '../store-size';
import client from './client.sh';
import { authorityOf } from './keys';
import { foldersOf, type StoreProduct } from './product';
import retention from './retention.sh';
import { mounted, SMALL, TLS } from './scripts';
import { STREAMS } from './template';
import { passwordsOf } from './users';

/** Seconds before the end of their certificate from which on retention fails, which is an alert. */
const RENEW = 30 * 86_400;

/** What is older than anybody wants it, or than there is room for, goes. */
export const retentionOf = ({ kind, users, making, mending = '' }: StoreProduct, store: Server, disk: Memory, days: number): Task => ({
  name: 'retention',
  when: { schedule: '*/10 * * * *' },
  // One that hangs must not keep the next ones from making room.
  longest: seconds(600),
  calls: [store],
  limits: SMALL,
  mounts: mounted(
    kind,
    authorityOf(making),
    files('retention', {
      'client.sh': client,
      'retention.sh': fill(retention, {
        renew: RENEW,
        folder: foldersOf(kind).folder,
        tls: TLS,
        store: store.name,
        http: portNamed(store, 'http').cluster,
        user: users.retention.name,
        streams: STREAMS.join(' '),
        mending,
      }),
    }),
  ),
  steps: [
    {
      name: 'retention',
      command: ['sh', `${foldersOf(kind).folder}/retention.sh`],
      environment: {
        DAYS: String(days),
        DISK_PERCENT: String(DISK_PERCENT),
        LEAST: String(leastOn(disk).bytes),
        INDEX_SIZE: `${indexSizeOn(disk).mebibytes}mb`,
        ...passwordsOf([users.retention]),
      },
    },
  ],
});
