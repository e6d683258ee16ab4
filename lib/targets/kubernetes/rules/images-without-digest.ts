import { needed } from '../../../model/tool';
import type { ClusterRule } from './rule';

/** Images that are named by a tag alone: one finding of all. */
export const imagesWithoutDigest: ClusterRule = ({ profile, services }) => {
  const kinds = services
    .flatMap(({ service, size }) => [service, ...needed(service.tools, size, profile.platform)])
    .map(({ kind }) => kind);
  const tagged = kinds.filter((kind) => profile.images[kind]?.digest === undefined);
  if (tagged.length === 0) return [];
  const [one, of] = [tagged.length === 1, kinds.length];
  const some = `${tagged.join(', ')}: ${tagged.length} of ${of} images ${one ? 'is' : 'are'}`;
  const who = tagged.length < of ? some : one ? 'the only image is' : `all ${of} images are`;
  return [
    {
      code: 'images-without-digest',
      severity: 'warning',
      subject: 'images',
      message: `${who} named by a tag without a digest`,
      background: {
        consequence: 'whoever may push to the registry can put another build under the same tag, and the next pod runs it',
        wayOut: 'write TAG@sha256:…, which docs/cluster.md shows how to look up; Renovate keeps both current',
        evidence: 'a tag is a name that its registry lets its owner move',
      },
      source: profile.sourceAt(['images']),
    },
  ];
};
