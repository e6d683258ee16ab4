import type { Service } from '../../../../model/service';
import { inWords } from '../../../../text';
import type { ComposePlan } from '../../plan/plan';
import { hasVariable, withoutEscapes } from '../node';
import { type BaseService, said } from '../parse';
import { isLoopback, isPublished, mappingOf, type Port, type PublishedPort, portNodes, portsOf, publishedBy, readPort } from '../port';
import { type BaseRule, type Remark, refused } from '../remark';
import { shown, shownText } from '../shown';
import { argumentOf, wordsOf } from './command';

/** What the base file publishes, beside what `loopbackPorts` writes in its place or, without that switch, what the catalogue knows. */
export const ports: BaseRule = ({ service, base, ours, plan }) => {
  if (ours.scale === 0) return [];
  const theirs = portsOf(base);
  const unreadable = portNodes(base)
    // The long form is the engine's to read, where nothing replaces it.
    .filter((node) => readPort(node) === 'wrong' && (node.kind !== 'map' || ours.ports === undefined))
    .map((node) => refused(`${shown(node)} is no port that ${node.kind === 'map' ? 'the engine' : 'Compose'} can read`, node));
  if (!plan.profile.switches.loopbackPorts) return [...unreadable, ...otherThanKnown(service, theirs)];
  if (ours.ports === undefined) return [...unreadable, ...openPorts(base, plan)];
  const network = networkOf(base);
  if (network === 'host') return openPorts(base, plan);
  if (/^(service|container):/.test(network)) {
    return [
      refused(
        `network_mode is ${shownText(network)} in the base file, and the override publishes ${listed(publishedBy(base, ours))}: the engine refuses both; leave loopbackPorts off`,
        said(base, 'network_mode'),
      ),
    ];
  }
  if (theirs.includes('unknown')) return [{ unread: 'ports' }];
  const replacement = publishedBy(base, ours).filter(isPublished);
  const before = theirs.filter(isPublished);
  const mappings = (all: readonly PublishedPort[]): string => all.map(mappingOf).sort().join();
  if (mappings(before) === mappings(replacement)) return unreadable;
  return [
    ...unreadable,
    {
      code: 'base-port-differs',
      severity: 'warning',
      message: `the base file publishes ${listed(before)}, loopbackPorts replaces it by ${listed(replacement)}`,
      at: said(base, 'ports'),
    },
  ];
};

/** A port that the command of the base file asks for, where the override writes another. */
export const listens: BaseRule = ({ service, base, ours }) => {
  const node = said(base, 'command');
  const asked = argumentOf(wordsOf(node), '--port');
  const users = [...(ours.ports === undefined ? [] : ['loopbackPorts']), ...(ours.healthcheck === undefined ? [] : ['the health check'])];
  const known = service.ports.map(({ container }) => String(container));
  if (ours.command !== undefined || asked === undefined || users.length === 0 || known.length === 0) return [];
  if (hasVariable(asked)) return [{ unread: 'command' }];
  if (known.includes(asked)) return [];
  return [
    {
      code: 'base-port-differs',
      severity: 'warning',
      message: `the base file starts it with --port ${shownText(asked)}, and ${inWords(users, 'and')} of the override ${users.length > 1 ? 'use' : 'uses'} ${known.join(', ')}, where nothing listens`,
      at: node,
    },
  ];
};

/** What `loopbackPorts` promises and the override cannot do: ports that the catalogue does not know. */
export function openPorts(base: BaseService, { profile }: ComposePlan): readonly Remark[] {
  if (!profile.switches.loopbackPorts) return [];
  const network = said(base, 'network_mode');
  if (networkOf(base) === 'host') {
    const message =
      'network_mode is host in the base file: whatever it listens on is open to the network, and loopbackPorts closes nothing';
    return [{ code: 'base-port-open', severity: 'warning', message, at: network }];
  }
  const theirs = portsOf(base);
  const open = theirs.filter((port) => isPublished(port) && !isLoopback(port));
  return [
    ...(theirs.includes('unknown') ? [{ unread: 'ports' }] : []),
    ...(open.length === 0
      ? []
      : [
          {
            code: 'base-port-open',
            severity: 'warning',
            message: `publishes ${listed(open)} to the whole network, and loopbackPorts does not reach it: write 127.0.0.1: before it in the base file`,
            at: said(base, 'ports'),
          } as const,
        ]),
  ];
}

/** Another mapping of a port that the catalogue describes. */
function otherThanKnown({ ports: described }: Service, theirs: readonly Port[]): readonly Remark[] {
  return described.flatMap(({ laptop, container }): readonly Remark[] => {
    if (laptop === undefined) return [];
    const known = theirs.filter(isPublished).filter(({ host }) => host !== undefined && host.from === host.to);
    const touching = known.filter((port) => port.host?.from === laptop || port.container.from === container);
    const same = ({ host, container: inside }: PublishedPort): boolean => host?.from === laptop && inside.from === container;
    if (touching.length === 0 ? known.length === 0 || known.length < theirs.length : touching.some(same)) return [];
    return [
      {
        code: 'base-port-differs',
        severity: 'warning',
        message: `the base file publishes ${listed(touching.length > 0 ? touching : known)}, the catalogue has ${laptop}:${container}: what loopbackPorts and health checks write would not match`,
      },
    ];
  });
}

function networkOf(base: BaseService): string {
  const node = said(base, 'network_mode');
  return node?.kind === 'scalar' ? withoutEscapes(node.text) : '';
}

const listed = (all: readonly Port[]): string =>
  all.length === 0 ? 'nothing' : shownText(all.flatMap((port) => (isPublished(port) ? [port.written] : [])).join(', '));
