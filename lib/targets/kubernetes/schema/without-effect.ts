import type { Platform } from '../../../model/platform';
import type { Needless } from '../../../profile/profile-shape';
import { waysTo } from './platform';

const inFull = ({ monitoring }: Platform): boolean => monitoring === 'full';
const inFullOfNodes = (on: Platform): boolean => inFull(on) && on.owner;
const asksHosts = (on: Platform): boolean => inFull(on) && on.ingress === 'direct';
const beside = ({ monitoring }: Platform): boolean => monitoring === 'existing';
const ownStore = ({ logging }: Platform): boolean => logging === 'opensearch' || logging === 'elasticsearch';

const FRONT_DOOR = ['monitoring', 'frontDoor'];

/** With which platform each setting of the monitoring and the logging has an effect. One that is not here always has one. */
const EFFECTIVE: readonly (readonly [path: readonly string[], effective: (platform: Platform) => boolean])[] = [
  [['monitoring', 'retentionDays'], inFull],
  [['monitoring', 'remoteWrite'], inFull],
  [['monitoring', 'receivers'], inFull],
  [['monitoring', 'nodeNetworks'], inFullOfNodes],
  [['monitoring', 'nodeExporter'], inFullOfNodes],
  [FRONT_DOOR, asksHosts],
  [['monitoring', 'labels'], beside],
  [['monitoring', 'as'], beside],
  [['logging', 'retentionDays'], ownStore],
  [['logging', 'perDay'], ownStore],
  [['logging', 'to'], ({ logging }) => logging === 'existing'],
];

/**
 * Where a profile sets what its platform does not read.
 *
 * @param isProxied whether the load balancer says in the PROXY protocol who the client is: no pod gets in then
 */
export const withoutEffect = (around: Platform, isProxied: boolean): readonly Needless[] => [
  ...EFFECTIVE.filter(([, effective]) => !effective(around)).map(([path, effective]) => ({
    path,
    why: () => `expected none: it has an effect only with ${waysTo(around, effective)}`,
  })),
  ...(isProxied && asksHosts(around)
    ? [
        {
          path: FRONT_DOOR,
          why: () => 'expected none beside ingress.loadBalancer.proxyProtocol, behind which nobody can ask for the hosts',
        },
      ]
    : []),
];
