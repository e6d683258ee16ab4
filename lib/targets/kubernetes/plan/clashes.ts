import type { Configured } from '../../../model/configured';
import type { Members } from '../../../model/members';
import type { Service } from '../../../model/service';
import type { Problem, Source } from '../../../problem';
import type { ClusterProfile } from '../schema/cluster';
import { isOwnClaim } from './claims';
import { secretsOf } from './secrets';

interface Named extends Pick<ClusterProfile, 'ingress' | 'pullSecret'> {
  readonly sourceAt: (path: readonly string[]) => Source;
}

interface Sized {
  readonly service: Service;
  readonly configured: Configured;
  readonly members?: Members;
}

/** Names in the profile that another object has already: one Secret for two purposes, or one claim for two disks. */
export function clashesIn(services: readonly Sized[], { ingress, pullSecret, sourceAt }: Named): readonly Problem[] {
  const problem = (path: readonly string[], message: string): Problem => ({ source: sourceAt(path), path: path.join('.'), message });
  const read = new Set<string>(secretsOf({ services }).map(({ name }) => name));
  const secrets = [
    { path: ['ingress', 'tlsSecret'], name: ingress?.tlsSecret },
    { path: ['pullSecret'], name: pullSecret },
  ];
  const claims = services.flatMap(({ service, configured: { model } }) =>
    model?.claim === undefined ? [] : [{ service, ...model.claim }],
  );
  return [
    ...secrets.flatMap(({ path, name }) =>
      name !== undefined && read.has(name)
        ? [problem(path, `expected a Secret of its own: ${name} is one that the services read (list secrets)`)]
        : [],
    ),
    ...(pullSecret !== undefined && pullSecret === ingress?.tlsSecret
      ? [problem(['pullSecret'], `expected a Secret of its own: ${pullSecret} is the certificate of the host (ingress.tlsSecret)`)]
      : []),
    ...claims.flatMap(({ service, name, named }) =>
      services
        .filter((other) => isOwnClaim(name, other))
        .map((owner) =>
          problem(['services', service.kind, ...named], `expected a claim of your own: ${name} is the disk of ${owner.service.kind}`),
        ),
    ),
  ];
}
