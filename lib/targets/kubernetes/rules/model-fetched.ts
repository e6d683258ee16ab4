import type { ClusterRule } from './rule';

/** A new replica that cannot start while a model hub is away. */
export const modelFetched: ClusterRule = ({ profile, services }) =>
  services.flatMap(({ service: { kind }, configured: { model } }) => {
    if (model?.from !== 'hub') return [];
    const { key, value } = model.instead ?? { key: 'model', value: '' };
    const place = ['services', kind, ...(key === undefined ? [] : [key])];
    return [
      {
        code: 'model-from-hub',
        severity: 'error' as const,
        subject: kind,
        message: `every new pod downloads the embedding model from huggingface.co and cannot start without it: give ${place.join('.')} ${value}`,
        source: profile.sourceAt(place),
      },
    ];
  });
