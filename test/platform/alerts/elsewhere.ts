/** The labels that kube-prometheus-stack gives the series of each target, whatever they are about. */
const OF_ANY = { job: 'theirs', endpoint: 'metrics', prometheus: 'monitoring/k8s' };

/** What it adds to series of exporters that tell of others, where those have no such label. */
const OF_EXPORTERS: readonly (readonly [RegExp, Readonly<Record<string, string>>])[] = [
  [
    /^kube_/,
    {
      instance: '10.0.0.9:8080',
      pod: 'kube-state-metrics-7d9f8c6b5-x7k2p',
      container: 'kube-state-metrics',
      service: 'kube-prometheus-stack-kube-state-metrics',
      uid: 'a-uid',
    },
  ],
  [
    /^container_/,
    { instance: '10.0.0.1:10250', service: 'kube-prometheus-stack-kubelet', node: 'worker-1', id: '/kubepods/a', image: 'an-image' },
  ],
  [/^kubelet_/, { instance: '10.0.0.1:10250', service: 'kube-prometheus-stack-kubelet', node: 'worker-1' }],
  [/^(?!probe_)/, { instance: '10.0.0.2:9121' }],
];

/** A series as a Prometheus has it that was there before. */
export function asElsewhere(series: string): string {
  const [name = '', inner = ''] = series.replace(/\}$/, '').split('{');
  const own = new Set([...inner.matchAll(/(\w+)="/g)].map(([, label]) => label));
  const [, more = {}] = OF_EXPORTERS.find(([pattern]) => pattern.test(name)) ?? [];
  const added = Object.entries({ ...OF_ANY, ...more }).flatMap(([label, value]) => (own.has(label) ? [] : `${label}="${value}"`));
  return `${name}{${[...(inner === '' ? [] : [inner]), ...added].join(',')}}`;
}
