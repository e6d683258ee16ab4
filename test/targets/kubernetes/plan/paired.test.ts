import * as v from 'valibot';
import { configured } from '../../../../lib/model/configured';
import { disk } from '../../../../lib/model/pod';
import { secretKey } from '../../../../lib/model/secret';
import type { Service } from '../../../../lib/model/service';
import { configurable } from '../../../../lib/model/setting';
import type { Database } from '../../../../lib/model/store';
import { members } from '../../../../lib/model/workload';
import { shapeOf } from '../../../../lib/roles/roles';
import { paired } from '../../../../lib/targets/kubernetes/plan/paired';
import { seconds } from '../../../../lib/units/duration';
import { testService } from '../../../support/services';
import { AMOUNTS, NOTHING_AROUND } from '../../../support/sized';

const key = secretKey('database', 'password', { holds: 'a password', rotation: 'none' });
const user = { username: key, password: key };

/** A server that tells its members which databases there are. */
const server = (kind: string) =>
  testService(kind, {
    workload: members({
      leader: { by: 'proxy' },
      of: ({ volume }, databases) => ({
        mounts: [{ at: '/data', volume: disk('data', volume) }],
        containers: [
          {
            name: kind,
            command: ['serve'],
            environment: Object.fromEntries(databases.map(({ name, connections }) => [name, String(connections)])),
            probes: {},
          },
        ],
      }),
    }),
  });
const [mine, theirs] = [server('mine'), server('theirs')];

const client = (kind: string, on?: Service) => {
  const database: Database =
    on === undefined
      ? { environment: {}, reaches: [], shared: false, migrates: { by: 'each-replica' } }
      : {
          environment: {},
          reaches: [],
          shared: true,
          migrates: { by: 'owner', server: on, name: kind, user, owner: user, environment: {}, connections: 10 },
        };
  return testService(kind, {
    ports: { http: { container: 8000 } },
    workload: { role: 'interchangeable', command: ['serve'], drain: seconds(5), priority: 'core' },
    configurable: configurable({ follow: () => ({ database }) }),
  });
};

it('tells a server the databases that services have on it, with as many connections as replicas can have at once', () => {
  const around = { where: 'cluster', namespace: 'shop', clusterDomain: 'cluster.local' } as const;
  const sized = (service: Service, size: object) => ({
    service,
    size: v.parse(shapeOf(service, {}), { ...AMOUNTS, ...size }),
    configured: configured({ service, size: {} }, around),
  });
  const volume = { size: '1Gi' };
  const pairs = paired(
    [
      sized(mine, { replicas: 3, volume }),
      sized(theirs, { replicas: 1, volume }),
      sized(client('orders', mine), { replicas: { min: 2, max: 8 } }),
      sized(client('stock', theirs), { replicas: 1 }),
      sized(client('notes'), { replicas: 1 }),
      sized(client('users', mine), { replicas: 1 }),
    ],
    undefined,
    { ...around, ...NOTHING_AROUND },
  );
  const told = pairs.flatMap(({ members }) => (members === undefined ? [] : [members.containers[0].environment]));
  // The most replicas, one more of a rollout, and two of which each takes 20 seconds to end.
  expect(told).toEqual([{ orders: '110', users: '30' }, { stock: '30' }]);
  expect(pairs.map(({ role }) => role)).toEqual([...Array(2).fill('members'), ...Array(4).fill('interchangeable')]);
});
