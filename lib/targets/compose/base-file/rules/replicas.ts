import { whyOnlyOne } from '../../../../roles/roles';
import { countOf } from '../amount';
import { type BaseService, said } from '../parse';
import { isPublished, publishedBy } from '../port';
import { type BaseRule, type Remark, refused } from '../remark';
import { shown, shownText } from '../shown';

/** How many containers of a service Compose starts. Another rule reports numbers that are wrong. */
export function replicasOf(base: BaseService): number | 'unknown' {
  const [scale, replicas] = [said(base, 'scale'), said(base, 'deploy', 'replicas')].map((node) => node && countOf(node));
  const count = scale ?? replicas ?? 1;
  return count === 'wrong' ? 1 : count;
}

/** Several replicas cannot share a name or a port of the host, and each has a cap of its own. */
export const replicas: BaseRule = ({ base, ours, service }) => {
  const replicas = said(base, 'deploy', 'replicas');
  const scale = said(base, 'scale');
  const wanted = ours.scale ?? (scale && countOf(scale));
  const theirs = replicas && countOf(replicas);
  if (replicas !== undefined && typeof wanted === 'number' && typeof theirs === 'number' && wanted !== theirs) {
    const other = ours.scale === undefined ? `scale is ${wanted}` : `the override's scale is ${wanted} (off)`;
    return [
      refused(
        `deploy.replicas is ${shown(replicas)} in the base file and ${other}: Compose refuses both; write replicas: ${wanted} there`,
        replicas,
      ),
    ];
  }
  if (ours.scale !== undefined) return theirs === 'unknown' ? [{ unread: 'deploy.replicas' }] : [];
  const count = replicasOf(base);
  if (count === 'unknown') return [{ unread: scale === undefined ? 'deploy.replicas' : 'scale' }];
  const at = scale ?? replicas;
  if (count < 0) return [refused(`the base file asks for ${count} replicas: Compose refuses less than none`, at)];
  if (count < 2) return [];
  const name = said(base, 'container_name');
  if (name !== undefined) {
    return [
      refused(
        `the base file asks for ${count} replicas and names the container ${shown(name)}: Compose refuses both; a name is one container's`,
        at,
      ),
    ];
  }
  return [...sharedPorts(count), tooMuch(count)];

  function sharedPorts(wanted: number): readonly Remark[] {
    const ports = publishedBy(base, ours).filter(isPublished);
    return ports
      .filter(({ host }) => host !== undefined && host.to - host.from + 1 < wanted)
      .map(({ written }) =>
        refused(
          `the base file asks for ${wanted} replicas, and each would publish ${shownText(written)}${ours.ports === undefined ? '' : ', as the override says'}: the engine gives a port to one container only`,
          at,
        ),
      );
  }

  function tooMuch(wanted: number): Remark {
    const because = whyOnlyOne(service.workload);
    const only = because === undefined ? '' : `; and only one may run: ${because}`;
    return {
      code: 'base-replicas',
      severity: 'warning',
      message: `the base file asks for ${wanted} replicas, each with a cap of ${ours.mem_limit}, where the profile counts one of ${ours.mem_limit}${only}`,
      at,
    };
  }
};
