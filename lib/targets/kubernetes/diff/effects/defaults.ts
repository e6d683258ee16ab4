import { isDeepStrictEqual } from 'node:util';

/** What the API server writes where a manifest says nothing. The pattern matches the path, without the names of elements. */
const DEFAULTS: readonly (readonly [RegExp, unknown])[] = [
  ...among('/(initContainers|containers)/[]', {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    resources: {},
    'ports/[]/protocol': 'TCP',
    'env/[]/value': '',
    'env/[]/valueFrom/fieldRef/apiVersion': 'v1',
  }),
  ...among('/(readinessProbe|livenessProbe|startupProbe)', {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    initialDelaySeconds: 0,
    'httpGet/scheme': 'HTTP',
    'httpGet/path': '/',
  }),
  ...among('/volumes/[]', { '(configMap|secret|projected|downwardAPI)/defaultMode': 420, 'hostPath/type': '' }),
  ...among('/template/spec', {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    '(hostNetwork|hostPID|hostIPC)': false,
  }),
  ...among('spec', {
    'strategy/type': 'RollingUpdate',
    'strategy/rollingUpdate/(maxSurge|maxUnavailable)': '25%',
    'updateStrategy/type': 'RollingUpdate',
    'updateStrategy/rollingUpdate/partition': 0,
    'updateStrategy/rollingUpdate/maxUnavailable': 1,
    'updateStrategy/rollingUpdate/maxSurge': 0,
    'persistentVolumeClaimRetentionPolicy/(whenDeleted|whenScaled)': 'Retain',
    podManagementPolicy: 'OrderedReady',
    serviceName: '',
    replicas: 1,
    minReadySeconds: 0,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    paused: false,
    suspend: false,
    backoffLimit: 6,
    parallelism: 1,
    completions: 1,
    completionMode: 'NonIndexed',
    concurrencyPolicy: 'Allow',
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    minReplicas: 1,
    type: 'ClusterIP',
    sessionAffinity: 'None',
    internalTrafficPolicy: 'Cluster',
    externalTrafficPolicy: 'Cluster',
    publishNotReadyAddresses: false,
    ipFamilyPolicy: 'SingleStack',
    'ports/[]/protocol': 'TCP',
    volumeMode: 'Filesystem',
    'volumeClaimTemplates/[]/spec/volumeMode': 'Filesystem',
    '(ingress|egress)/[]/ports/[]/protocol': 'TCP',
  }),
  ...among('', { globalDefault: false, preemptionPolicy: 'PreemptLowerPriority', allowVolumeExpansion: false, reclaimPolicy: 'Delete' }),
  ...among('', { volumeBindingMode: 'Immediate', immutable: false, type: 'Opaque' }),
];

function among(root: string, values: Readonly<Record<string, unknown>>): readonly (readonly [RegExp, unknown])[] {
  const literal = (text: string): string => text.replaceAll('[]', '\\[\\]');
  const start = root.startsWith('/') ? '' : '^';
  const prefix = root === '' ? '' : `${literal(root)}/`;
  return Object.entries(values).map(([path, value]) => [new RegExp(`${start}${prefix}${literal(path)}$`), value]);
}

/** What the API server writes and no manifest has. */
const NOBODYS = /^(spec\/volumeClaimTemplates\/\[\]\/(apiVersion|kind|status)|status)(\/|$)/;

/** Whether two values mean the same because one is not there, and the other is what the API server puts in its place. */
export function isDefault(path: readonly string[], one: unknown, other: unknown): boolean {
  if (one !== undefined && other !== undefined) return false;
  const place = path.map((key) => (key.startsWith('[') ? '[]' : key)).join('/');
  const value = one ?? other;
  return NOBODYS.test(place) || DEFAULTS.some(([pattern, standard]) => pattern.test(place) && isDeepStrictEqual(value, standard));
}

const QUANTITY = /^(sizeLimit|divisor|storage)$/;
const QUANTITIES = /^(requests|limits|hard|capacity|default|defaultRequest|max|min)$/;

/** Whether the value at a path is a quantity. */
export const isQuantity = (path: readonly string[]): boolean => QUANTITY.test(path.at(-1) ?? '') || QUANTITIES.test(path.at(-2) ?? '');
