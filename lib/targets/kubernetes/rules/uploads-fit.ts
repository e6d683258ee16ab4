import { holdersIn } from '../plan/uploads';
import type { ClusterRule } from './rule';

/** A service that uploads would kill, even if each replica of the exposed service admits one upload at a time. */
export const uploadsFit: ClusterRule = ({ profile, services }) =>
  holdersIn(services).flatMap(({ service: { kind, bodies }, limit, least, room, leastRoom, exposedReplicas, exposed = NONE, body }) => {
    const said = `up to ${exposedReplicas} replicas of ${exposed.name} each admit one upload of ${body} at a time`;
    const finding = (what: string, message: string) => ({
      code: 'uploads-exceed-memory' as const,
      severity: 'error' as const,
      subject: kind,
      message,
      source: profile.sourceAt(['services', kind, what]),
    });
    return [
      ...(least.exceeds(limit)
        ? [
            finding(
              'memory',
              `${said}, and it holds each upload ${bodies.times} times: with smaller ones that is ${least}, more than its memory limit of ${limit}: raise the limit, or lower ${exposed.replicas}`,
            ),
          ]
        : []),
      ...(leastRoom.exceeds(room)
        ? [
            finding(
              'scratch',
              `${said}, and it keeps each upload in a folder: with smaller ones that is ${leastRoom}, more than its scratch of ${room}: raise scratch, or lower ${exposed.replicas}`,
            ),
          ]
        : []),
    ];
  });

const NONE = { name: 'an edge', replicas: 'its replicas' };
