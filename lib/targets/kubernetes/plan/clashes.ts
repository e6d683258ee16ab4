import type { Configured } from '../../../model/configured';
import type { Members } from '../../../model/members';
import type { Service } from '../../../model/service';
import type { Problem, Source } from '../../../problem';
import type { ClusterProfile } from '../schema/cluster';
import { hostsOf } from '../schema/ingress';
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
  const read = secretsOf({ services });
  const certificates = (ingress === undefined ? [] : hostsOf(ingress)).map(({ path, tlsSecret }) => ({
    path: ['ingress', ...path, 'tlsSecret'],
    name: tlsSecret,
  }));
  const secrets = [
    ...certificates.map((certificate) => ({ ...certificate, beside: read.filter(({ compartment }) => compartment === undefined) })),
    { path: ['pullSecret'], name: pullSecret, beside: read },
  ];
  const claims = services.flatMap(({ service, configured: { model } }) =>
    model?.claim === undefined ? [] : [{ service, ...model.claim }],
  );
  return [
    ...secrets.flatMap(({ path, name, beside }) =>
      beside.some((other) => other.name === name)
        ? [problem(path, `expected a Secret of its own: ${name} is one that the services read (list secrets)`)]
        : [],
    ),
    ...certificates
      .filter(({ name }) => name !== undefined && name === pullSecret)
      .slice(0, 1)
      .map(({ path, name }) =>
        problem(['pullSecret'], `expected a Secret of its own: ${name} is the certificate of the host (${path.join('.')})`),
      ),
    ...claims.flatMap(({ service, name, named }) =>
      services
        .filter((other) => isOwnClaim(name, other))
        .map((owner) =>
          problem(['services', service.kind, ...named], `expected a claim of your own: ${name} is the disk of ${owner.service.kind}`),
        ),
    ),
  ];
}
