import type { ClusterRule } from './rule';

/** A new copy that cannot start while a model hub is away. */
export const modelFetched: ClusterRule = ({ profile, services }) =>
  services
    .filter(({ service }) => service.model?.from === 'hub')
    .map(({ service }) => ({
      code: 'model-from-hub',
      severity: 'error',
      subject: service.kind,
      message:
        'every new pod downloads the embedding model from huggingface.co and cannot start without it: give backing.model volume or image',
      source: profile.sourceAt(['backing', 'model']),
    }));
