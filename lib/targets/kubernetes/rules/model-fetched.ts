import type { ClusterRule } from './rule';

/** A new replica that cannot start while a model hub is away. */
export const modelFetched: ClusterRule = ({ profile, services }) =>
  services.flatMap(({ service: { kind }, configured: { model } }) => {
    if (typeof model?.from !== 'object') return [];
    const { what, from, instead } = model;
    const place = ['services', kind, ...(instead === undefined ? [] : [instead.key])];
    const wayOut = instead === undefined ? '' : `: give ${place.join('.')} ${instead.value}`;
    return [
      {
        code: 'model-from-hub',
        severity: 'error' as const,
        subject: kind,
        message: `every new pod downloads ${what} from ${from.hub} and cannot start without it${wayOut}`,
        source: profile.sourceAt(place),
      },
    ];
  });
