import type { Any } from '../../../support/cluster';

/** A change of manifests, and what an apply of it does. */
export interface ManifestChange {
  readonly name: string;
  readonly before: readonly Any[];
  readonly after: readonly Any[];
  /** What happens to each object, as `outcomesOf` words it. */
  readonly expected: readonly string[];
  /** What has to be there besides. @default - nothing */
  readonly around?: readonly Any[];
}

/** What is edited: by object, values by their path. Undefined takes the field away. */
type Edits = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const nameOf = ({ kind, metadata }: Any): string => `${kind} ${metadata.name}`;

function edited(object: Any, edits: Readonly<Record<string, unknown>> = {}): Any {
  const copy = structuredClone(object);
  for (const [path, value] of Object.entries(edits)) {
    const keys = path.split('/');
    const last = keys.pop() as string;
    const parent = keys.reduce((inner, key) => {
      inner[key] ??= {};
      return inner[key];
    }, copy);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}

const change = (
  name: string,
  before: readonly Any[],
  edits: Edits,
  expected: readonly string[],
  { removed = [], added = [] }: { readonly removed?: readonly string[]; readonly added?: readonly Any[] } = {},
): ManifestChange => ({
  name,
  before,
  after: [...before.filter((object) => !removed.includes(nameOf(object))).map((object) => edited(object, edits[nameOf(object)])), ...added],
  expected,
});

const object = (apiVersion: string, kind: string, name: string, rest: object = {}): Any => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

const pod = (name: string, rest: object = {}) => ({
  metadata: { labels: { app: name } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'example.com/main:1',
        env: [
          { name: 'FIRST', value: 'one' },
          { name: 'SECOND', value: 'two' },
        ],
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/', port: 'http' } },
      },
    ],
    ...rest,
  },
});

const rolling = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };

const web = object('apps/v1', 'Deployment', 'web', {
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, strategy: rolling, template: pod('web') },
});
const autoscaled = edited(web, { 'spec/replicas': undefined });

const claimOf = (size: string): object => ({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } });

const members = object('apps/v1', 'StatefulSet', 'members', {
  spec: {
    serviceName: 'members',
    replicas: 3,
    podManagementPolicy: 'Parallel',
    selector: { matchLabels: { app: 'members' } },
    template: pod('members'),
    volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claimOf('2Gi') }],
  },
});
const named = (name: string): Any => edited(members, { 'metadata/name': name });

const agents = object('apps/v1', 'DaemonSet', 'agents', {
  spec: { selector: { matchLabels: { app: 'agents' } }, template: pod('agents') },
});

const once = object('batch/v1', 'Job', 'once', { spec: { backoffLimit: 3, template: pod('once', { restartPolicy: 'Never' }) } });

const nightly = object('batch/v1', 'CronJob', 'nightly', {
  spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: pod('nightly', { restartPolicy: 'Never' }) } } },
});

const service = object('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } });
const headless = edited(service, { 'spec/clusterIP': 'None' });
const external = object('v1', 'Service', 'web', { spec: { type: 'ExternalName', externalName: 'other.example.com' } });

const settings = object('v1', 'ConfigMap', 'settings', { data: { 'a.conf': 'one' } });
const locked = { ...settings, immutable: true };
const secret = object('v1', 'Secret', 'keys', { type: 'Opaque', stringData: { key: 'one' } });

const disk = object('v1', 'PersistentVolumeClaim', 'disk', { spec: claimOf('2Gi') });
const growing = edited(disk, { 'spec/storageClassName': 'growing' });

const stored = edited(web, {
  'spec/replicas': 1,
  'spec/strategy': { type: 'Recreate' },
  'spec/template/spec/volumes': [{ name: 'data', persistentVolumeClaim: { claimName: 'disk' } }],
  'spec/template/spec/containers/0/volumeMounts': [{ name: 'data', mountPath: '/data' }],
});

const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  },
});

const budget = object('policy/v1', 'PodDisruptionBudget', 'web', { spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } });

const quota = object('v1', 'ResourceQuota', 'all', { spec: { hard: { pods: '20', 'limits.memory': '8Gi' } } });

const limits = object('v1', 'LimitRange', 'all', { spec: { limits: [{ type: 'Container', max: { memory: '4Gi' } }] } });

const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
  spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 80 }] }] },
});

const ingress = object('networking.k8s.io/v1', 'Ingress', 'web', {
  spec: { ingressClassName: 'one', defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
});

const role = object('rbac.authorization.k8s.io/v1', 'Role', 'reader', {
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
});
const binding = object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'reader', {
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
  subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'main' }],
});
const account = object('v1', 'ServiceAccount', 'web', { automountServiceAccountToken: false });

const priority = object('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000, description: 'before others' });

const storage = object('storage.k8s.io/v1', 'StorageClass', 'fast', { provisioner: 'example.com/fast', volumeBindingMode: 'Immediate' });

const controller = object('networking.k8s.io/v1', 'IngressClass', 'one', { spec: { controller: 'example.com/one' } });

const area = object('v1', 'Namespace', 'area');
const inArea = (inner: Any): Any => edited(inner, { 'metadata/namespace': 'area' });

const MAIN = 'spec/template/spec/containers/0';

/** Changes of single manifests. */
export const MANIFEST_CHANGES: readonly ManifestChange[] = [
  // The template of a Deployment.
  change('another image', [web], { 'Deployment web': { [`${MAIN}/image`]: 'example.com/main:2' } }, ['Deployment web: restart rolling']),
  change('a memory limit', [web], { 'Deployment web': { [`${MAIN}/resources/limits/memory`]: '256Mi' } }, [
    'Deployment web: restart rolling',
  ]),
  change('a variable', [web], { 'Deployment web': { [`${MAIN}/env/0/value`]: 'three' } }, ['Deployment web: restart rolling']),
  change(
    'variables in another order',
    [web],
    { 'Deployment web': { [`${MAIN}/env`]: [...web.spec.template.spec.containers[0].env].reverse() } },
    ['Deployment web: restart rolling'],
  ),
  change('a probe of another kind', [web], { 'Deployment web': { [`${MAIN}/readinessProbe`]: { exec: { command: ['true'] } } } }, [
    'Deployment web: restart rolling',
  ]),
  change('a probe that is gone', [web], { 'Deployment web': { [`${MAIN}/readinessProbe`]: undefined } }, [
    'Deployment web: restart rolling',
  ]),
  change('an annotation of pods', [web], { 'Deployment web': { 'spec/template/metadata/annotations': { 'checksum/settings': 'abc' } } }, [
    'Deployment web: restart rolling',
  ]),
  change('a label of pods', [web], { 'Deployment web': { 'spec/template/metadata/labels/version': '2' } }, [
    'Deployment web: restart rolling',
  ]),
  change(
    'a second container',
    [web],
    { 'Deployment web': { 'spec/template/spec/containers/1': { name: 'more', image: 'example.com/more:1' } } },
    ['Deployment web: restart rolling'],
  ),
  change('links to Services in words', [web], { 'Deployment web': { 'spec/template/spec/enableServiceLinks': true } }, [
    'Deployment web: restart rolling',
  ]),
  change('a security context of nothing', [web], { 'Deployment web': { [`${MAIN}/securityContext`]: {} } }, [
    'Deployment web: restart rolling',
  ]),
  change('requests that follow from limits', [web], { 'Deployment web': { [`${MAIN}/resources/requests`]: undefined } }, [
    'Deployment web: restart rolling',
  ]),
  change(
    'files from another ConfigMap',
    [
      settings,
      edited(web, {
        'spec/template/spec/volumes': [{ name: 'files', configMap: { name: 'settings' } }],
        [`${MAIN}/volumeMounts`]: [{ name: 'files', mountPath: '/files' }],
      }),
    ],
    { 'Deployment web': { 'spec/template/spec/volumes/0/configMap/name': 'settings-2' } },
    ['Deployment web: restart rolling', 'ConfigMap settings-2: created', 'ConfigMap settings: deleted'],
    { removed: ['ConfigMap settings'], added: [object('v1', 'ConfigMap', 'settings-2', { immutable: true, data: { 'a.conf': 'two' } })] },
  ),
  change(
    'files from several places instead of one',
    [
      settings,
      edited(web, {
        'spec/template/spec/volumes': [{ name: 'files', configMap: { name: 'settings' } }],
        [`${MAIN}/volumeMounts`]: [{ name: 'files', mountPath: '/files' }],
      }),
    ],
    {
      'Deployment web': {
        'spec/template/spec/volumes/0': { name: 'files', projected: { sources: [{ configMap: { name: 'settings' } }] } },
      },
    },
    ['Deployment web: restart rolling'],
  ),

  // How a Deployment replaces its pods.
  change(
    'another image, with Recreate',
    [edited(web, { 'spec/strategy': { type: 'Recreate' } })],
    { 'Deployment web': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['Deployment web: restart recreate'],
  ),
  change(
    'another image, with no pod to spare',
    [edited(web, { 'spec/strategy/rollingUpdate': { maxUnavailable: 1, maxSurge: 0 } })],
    { 'Deployment web': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['Deployment web: restart one by one'],
  ),
  change(
    'another image, from a rolling update to Recreate',
    [web],
    { 'Deployment web': { 'spec/strategy': { type: 'Recreate' }, [`${MAIN}/image`]: 'example.com/main:2' } },
    ['Deployment web: restart recreate', 'Deployment web: in place'],
  ),
  change('Recreate alone', [web], { 'Deployment web': { 'spec/strategy': { type: 'Recreate' } } }, ['Deployment web: in place']),
  change(
    'Recreate, where the numbers were left to the server',
    [edited(web, { 'spec/strategy': undefined })],
    { 'Deployment web': { 'spec/strategy': { type: 'Recreate' } } },
    ['Deployment web: refused rolling-update-stays'],
  ),
  change('another image, paused', [web], { 'Deployment web': { 'spec/paused': true, [`${MAIN}/image`]: 'example.com/main:2' } }, [
    'Deployment web: in place',
  ]),
  change(
    'another image, of no pods',
    [edited(web, { 'spec/replicas': 0 })],
    { 'Deployment web': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['Deployment web: in place'],
  ),

  // What means the same.
  change('a quantity in other words', [web], { 'Deployment web': { [`${MAIN}/resources/limits`]: { cpu: '0.5', memory: '131072Ki' } } }, [
    'Deployment web: nothing',
  ]),
  change(
    'defaults in words',
    [web],
    {
      'Deployment web': {
        'spec/template/spec/terminationGracePeriodSeconds': 30,
        'spec/revisionHistoryLimit': 10,
        [`${MAIN}/imagePullPolicy`]: 'IfNotPresent',
        [`${MAIN}/ports/0/protocol`]: 'TCP',
      },
    },
    ['Deployment web: nothing'],
  ),

  // The Deployment itself.
  change('a label of the Deployment', [web], { 'Deployment web': { 'metadata/labels': { version: '2' } } }, ['Deployment web: in place']),
  change('more replicas', [web], { 'Deployment web': { 'spec/replicas': 3 } }, ['Deployment web: in place']),
  change('fewer replicas', [web], { 'Deployment web': { 'spec/replicas': 1 } }, ['Deployment web: in place']),
  change('the time that a new pod has to be ready', [web], { 'Deployment web': { 'spec/minReadySeconds': 1 } }, [
    'Deployment web: in place',
  ]),
  change(
    'another selector',
    [web],
    { 'Deployment web': { 'spec/selector/matchLabels': { app: 'shop' }, 'spec/template/metadata/labels': { app: 'shop' } } },
    ['Deployment web: refused selector-is-fixed'],
  ),
  change(
    'an autoscaler instead of a number',
    [edited(web, { 'spec/replicas': 3 })],
    { 'Deployment web': { 'spec/replicas': undefined } },
    ['Deployment web: destroys replicas-fall-to-one', 'Deployment web: in place', 'HorizontalPodAutoscaler web: created'],
    { added: [autoscaler] },
  ),
  change(
    'a number instead of an autoscaler',
    [autoscaled, autoscaler],
    { 'Deployment web': { 'spec/replicas': 5 } },
    ['Deployment web: in place', 'HorizontalPodAutoscaler web: deleted'],
    { removed: ['HorizontalPodAutoscaler web'] },
  ),
  change('a Deployment that is gone', [web], {}, ['Deployment web: deleted'], { removed: ['Deployment web'] }),
  change('a Deployment of another name', [web], {}, ['Deployment shop: created', 'Deployment web: deleted'], {
    removed: ['Deployment web'],
    added: [edited(web, { 'metadata/name': 'shop', 'spec/selector/matchLabels/app': 'shop', 'spec/template/metadata/labels/app': 'shop' })],
  }),
  change(
    'a claim that is mounted no longer',
    [disk, stored],
    { 'Deployment web': { 'spec/template/spec/volumes/0': { name: 'data', emptyDir: {} } } },
    ['Deployment web: destroys data-left-behind', 'Deployment web: restart recreate'],
  ),

  // A StatefulSet.
  change('another image of members', [members], { 'StatefulSet members': { [`${MAIN}/image`]: 'example.com/main:2' } }, [
    'StatefulSet members: restart one by one',
  ]),
  change(
    'another image of members, of the last one only',
    [edited(members, { 'spec/updateStrategy': { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } })],
    { 'StatefulSet members': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['StatefulSet members: restart one by one from 2'],
  ),
  change(
    'another image of members, beyond the partition',
    [edited(members, { 'spec/updateStrategy': { type: 'RollingUpdate', rollingUpdate: { partition: 3 } } })],
    { 'StatefulSet members': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['StatefulSet members: in place'],
  ),
  change(
    'another image of members that somebody restarts',
    [edited(members, { 'spec/updateStrategy': { type: 'OnDelete' } })],
    { 'StatefulSet members': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['StatefulSet members: in place'],
  ),
  change(
    'members that somebody restarts',
    [edited(members, { 'spec/updateStrategy': { type: 'RollingUpdate' } })],
    { 'StatefulSet members': { 'spec/updateStrategy': { type: 'OnDelete' } } },
    ['StatefulSet members: in place'],
  ),
  change(
    'members that somebody restarts, where the numbers were left to the server',
    [members],
    { 'StatefulSet members': { 'spec/updateStrategy': { type: 'OnDelete' } } },
    ['StatefulSet members: refused rolling-update-stays'],
  ),
  change('pods on nodes that somebody restarts', [agents], { 'DaemonSet agents': { 'spec/updateStrategy': { type: 'OnDelete' } } }, [
    'DaemonSet agents: in place',
  ]),
  change('more members', [members], { 'StatefulSet members': { 'spec/replicas': 4 } }, ['StatefulSet members: in place']),
  change('fewer members', [members], { 'StatefulSet members': { 'spec/replicas': 2 } }, [
    'StatefulSet members: destroys fewer-members',
    'StatefulSet members: in place',
  ]),
  change('a number of members that nobody states', [members], { 'StatefulSet members': { 'spec/replicas': undefined } }, [
    'StatefulSet members: destroys replicas-fall-to-one',
    'StatefulSet members: in place',
  ]),
  change(
    'fewer members, and their disks with them',
    [members],
    {
      'StatefulSet members': {
        'spec/replicas': 2,
        'spec/persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Retain', whenScaled: 'Delete' },
      },
    },
    ['StatefulSet members: destroys fewer-members', 'StatefulSet members: destroys disks-follow-deletion', 'StatefulSet members: in place'],
  ),
  change(
    'disks that go with their StatefulSet',
    [members],
    { 'StatefulSet members': { 'spec/persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Delete', whenScaled: 'Retain' } } },
    ['StatefulSet members: destroys disks-follow-deletion', 'StatefulSet members: in place'],
  ),
  change('larger disks', [members], { 'StatefulSet members': { 'spec/volumeClaimTemplates/0/spec/resources/requests/storage': '3Gi' } }, [
    'StatefulSet members: refused disk-grows',
  ]),
  change('smaller disks', [members], { 'StatefulSet members': { 'spec/volumeClaimTemplates/0/spec/resources/requests/storage': '1Gi' } }, [
    'StatefulSet members: refused disk-shrinks',
  ]),
  change(
    'disks of another class',
    [members],
    { 'StatefulSet members': { 'spec/volumeClaimTemplates/0/spec/storageClassName': 'growing' } },
    ['StatefulSet members: refused disk-class-is-fixed'],
  ),
  change('disks of another name', [members], { 'StatefulSet members': { 'spec/volumeClaimTemplates/0/metadata/name': 'files' } }, [
    'StatefulSet members: refused claim-templates-are-fixed',
  ]),
  change(
    'disks that several nodes mount',
    [members],
    { 'StatefulSet members': { 'spec/volumeClaimTemplates/0/spec/accessModes': ['ReadWriteMany'] } },
    ['StatefulSet members: refused claim-templates-are-fixed'],
  ),
  change('labels of disks', [members], { 'StatefulSet members': { 'spec/volumeClaimTemplates/0/metadata/labels': { app: 'members' } } }, [
    'StatefulSet members: refused claim-templates-are-fixed',
  ]),
  change('another Service of members', [members], { 'StatefulSet members': { 'spec/serviceName': 'others' } }, [
    'StatefulSet members: refused service-name-is-fixed',
  ]),
  change('members that start in order', [members], { 'StatefulSet members': { 'spec/podManagementPolicy': undefined } }, [
    'StatefulSet members: refused pod-management-is-fixed',
  ]),
  change(
    'another selector of members, and another image',
    [members],
    {
      'StatefulSet members': {
        'spec/selector/matchLabels': { app: 'x' },
        'spec/template/metadata/labels': { app: 'x' },
        [`${MAIN}/image`]: 'example.com/main:2',
      },
    },
    ['StatefulSet members: refused selector-is-fixed'],
  ),
  change(
    'members of another name',
    [members],
    {},
    ['StatefulSet others: created', 'StatefulSet members: destroys data-left-behind', 'StatefulSet members: deleted'],
    {
      removed: ['StatefulSet members'],
      added: [named('others')],
    },
  ),
  change(
    'members in another namespace',
    [members],
    {},
    ['StatefulSet members: created', 'StatefulSet members: destroys data-left-behind', 'StatefulSet members: deleted'],
    {
      removed: ['StatefulSet members'],
      added: [edited(members, { 'metadata/namespace': 'other' })],
    },
  ),
  change('members that are gone', [members], {}, ['StatefulSet members: destroys members-removed', 'StatefulSet members: deleted'], {
    removed: ['StatefulSet members'],
  }),
  change(
    'members that are gone, and their disks with them',
    [edited(members, { 'spec/persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Delete', whenScaled: 'Retain' } })],
    {},
    ['StatefulSet members: destroys members-removed', 'StatefulSet members: deleted'],
    { removed: ['StatefulSet members'] },
  ),

  // A DaemonSet.
  change('another image on every node', [agents], { 'DaemonSet agents': { [`${MAIN}/image`]: 'example.com/main:2' } }, [
    'DaemonSet agents: restart one by one',
  ]),
  change(
    'another image on every node, the new one first',
    [edited(agents, { 'spec/updateStrategy': { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })],
    { 'DaemonSet agents': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['DaemonSet agents: restart rolling'],
  ),
  change(
    'another image on every node, when somebody restarts it',
    [edited(agents, { 'spec/updateStrategy': { type: 'OnDelete' } })],
    { 'DaemonSet agents': { [`${MAIN}/image`]: 'example.com/main:2' } },
    ['DaemonSet agents: in place'],
  ),
  change(
    'another selector on every node',
    [agents],
    { 'DaemonSet agents': { 'spec/selector/matchLabels': { app: 'x' }, 'spec/template/metadata/labels': { app: 'x' } } },
    ['DaemonSet agents: refused selector-is-fixed'],
  ),

  // Jobs.
  change('another image of a Job', [once], { 'Job once': { [`${MAIN}/image`]: 'example.com/main:2' } }, ['Job once: refused job-is-fixed']),
  change('the completions of a Job', [once], { 'Job once': { 'spec/completions': 2 } }, ['Job once: refused job-is-fixed']),
  change('the retries of a Job', [once], { 'Job once': { 'spec/backoffLimit': 4 } }, ['Job once: in place']),
  change('a Job of another name', [once], {}, ['Job again: created', 'Job once: deleted'], {
    removed: ['Job once'],
    added: [edited(once, { 'metadata/name': 'again' })],
  }),
  change(
    'another image of a CronJob',
    [nightly],
    { 'CronJob nightly': { 'spec/jobTemplate/spec/template/spec/containers/0/image': 'example.com/main:2' } },
    ['CronJob nightly: in place'],
  ),
  change('the schedule of a CronJob', [nightly], { 'CronJob nightly': { 'spec/schedule': '0 4 * * *' } }, ['CronJob nightly: in place']),

  // Disks.
  change('a larger disk', [growing], { 'PersistentVolumeClaim disk': { 'spec/resources/requests/storage': '3Gi' } }, [
    'PersistentVolumeClaim disk: in place',
  ]),
  change('a smaller disk', [growing], { 'PersistentVolumeClaim disk': { 'spec/resources/requests/storage': '1Gi' } }, [
    'PersistentVolumeClaim disk: refused disk-shrinks',
  ]),
  change('a disk of another class', [growing], { 'PersistentVolumeClaim disk': { 'spec/storageClassName': 'standard' } }, [
    'PersistentVolumeClaim disk: refused disk-class-is-fixed',
  ]),
  change('a disk that several nodes mount', [disk], { 'PersistentVolumeClaim disk': { 'spec/accessModes': ['ReadWriteMany'] } }, [
    'PersistentVolumeClaim disk: refused claim-is-fixed',
  ]),
  change('a disk that is gone', [disk], {}, ['PersistentVolumeClaim disk: destroys disk-removed', 'PersistentVolumeClaim disk: deleted'], {
    removed: ['PersistentVolumeClaim disk'],
  }),
  change(
    'a Namespace that is gone',
    [area, inArea(disk)],
    {},
    [
      'Namespace area: destroys namespace-removed',
      'Namespace area: deleted',
      'PersistentVolumeClaim disk: destroys disk-removed',
      'PersistentVolumeClaim disk: deleted',
    ],
    { removed: ['Namespace area', 'PersistentVolumeClaim disk'] },
  ),
  change(
    'what a Namespace lets in',
    [area],
    { 'Namespace area': { 'metadata/labels': { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
    ['Namespace area: in place'],
  ),

  // Services.
  change('a port of a Service', [service], { 'Service web': { 'spec/ports/0/port': 81 } }, ['Service web: in place']),
  change('whom a Service sends to', [service], { 'Service web': { 'spec/selector': { app: 'shop' } } }, ['Service web: in place']),
  change('a Service on a port of each node', [service], { 'Service web': { 'spec/type': 'NodePort' } }, ['Service web: in place']),
  change(
    'a Service that is only a name',
    [service],
    {
      'Service web': {
        'spec/type': 'ExternalName',
        'spec/externalName': 'other.example.com',
        'spec/selector': undefined,
        'spec/ports': undefined,
      },
    },
    ['Service web: in place'],
  ),
  change('a Service that was only a name', [external], { 'Service web': service }, ['Service web: in place']),
  change('a Service without an address', [service], { 'Service web': { 'spec/clusterIP': 'None' } }, [
    'Service web: refused cluster-ip-is-fixed',
  ]),
  change('a Service of a certain address', [service], { 'Service web': { 'spec/clusterIP': '10.96.200.7' } }, [
    'Service web: refused cluster-ip-is-fixed',
  ]),
  change('a Service that shall have an address', [headless], { 'Service web': { 'spec/clusterIP': undefined } }, [
    'Service web: refused cluster-ip-is-fixed',
  ]),
  change(
    'a class of load balancer',
    [edited(service, { 'spec/type': 'LoadBalancer', 'spec/loadBalancerClass': 'example.com/one' })],
    { 'Service web': { 'spec/loadBalancerClass': 'example.com/two' } },
    ['Service web: refused cluster-ip-is-fixed'],
  ),

  // Configuration.
  change('the content of a ConfigMap', [settings, web], { 'ConfigMap settings': { data: { 'a.conf': 'two' } } }, [
    'ConfigMap settings: in place',
  ]),
  change('the content of an immutable ConfigMap', [locked], { 'ConfigMap settings': { data: { 'a.conf': 'two' } } }, [
    'ConfigMap settings: refused content-is-fixed',
  ]),
  change('a ConfigMap that is immutable no longer', [locked], { 'ConfigMap settings': { immutable: undefined } }, [
    'ConfigMap settings: refused content-is-fixed',
  ]),
  change('a ConfigMap that becomes immutable', [settings], { 'ConfigMap settings': { immutable: true } }, ['ConfigMap settings: in place']),
  change('the content of a Secret', [secret], { 'Secret keys': { stringData: { key: 'two' } } }, ['Secret keys: in place']),
  change('the content of an immutable Secret', [{ ...secret, immutable: true }], { 'Secret keys': { stringData: { key: 'two' } } }, [
    'Secret keys: refused content-is-fixed',
  ]),
  change('a Secret of another type', [secret], { 'Secret keys': { type: 'example.com/other' } }, ['Secret keys: refused content-is-fixed']),

  // What surrounds the pods.
  change('the bounds of an autoscaler', [autoscaled, autoscaler], { 'HorizontalPodAutoscaler web': { 'spec/maxReplicas': 8 } }, [
    'HorizontalPodAutoscaler web: in place',
  ]),
  change('what an autoscaler scales', [autoscaler], { 'HorizontalPodAutoscaler web': { 'spec/scaleTargetRef/name': 'shop' } }, [
    'HorizontalPodAutoscaler web: in place',
  ]),
  change('a disruption budget', [web, budget], { 'PodDisruptionBudget web': { 'spec/minAvailable': 2 } }, [
    'PodDisruptionBudget web: in place',
  ]),
  change('whom a disruption budget counts', [budget], { 'PodDisruptionBudget web': { 'spec/selector/matchLabels/app': 'shop' } }, [
    'PodDisruptionBudget web: in place',
  ]),
  change('a quota', [quota, web], { 'ResourceQuota all': { 'spec/hard/pods': '30' } }, ['ResourceQuota all: in place']),
  change(
    'whom a quota counts',
    [edited(quota, { 'spec/hard': { pods: '20' }, 'spec/scopes': ['NotTerminating'] })],
    { 'ResourceQuota all': { 'spec/scopes': ['BestEffort'] } },
    ['ResourceQuota all: refused quota-scopes-are-fixed'],
  ),
  change('the limits of a namespace', [limits, web], { 'LimitRange all': { 'spec/limits/0/max/memory': '2Gi' } }, [
    'LimitRange all: in place',
  ]),
  change('who reaches the pods', [web, policy], { 'NetworkPolicy web': { 'spec/ingress': [] } }, ['NetworkPolicy web: in place']),
  change('a host of an ingress', [ingress], { 'Ingress web': { 'spec/rules': [{ host: 'shop.example.com' }] } }, ['Ingress web: in place']),
  change('another class of an ingress', [ingress], { 'Ingress web': { 'spec/ingressClassName': 'two' } }, ['Ingress web: in place']),
  change('another controller of a class', [controller], { 'IngressClass one': { 'spec/controller': 'example.com/two' } }, [
    'IngressClass one: refused provisioning-is-fixed',
  ]),
  change('a right', [role], { 'Role reader': { 'rules/0/verbs': ['list', 'watch'] } }, ['Role reader: in place']),
  change('another role of a binding', [binding], { 'RoleBinding reader': { 'roleRef/name': 'writer' } }, [
    'RoleBinding reader: refused role-reference-is-fixed',
  ]),
  change('whom a binding is for', [binding], { 'RoleBinding reader': { 'subjects/0/name': 'web' } }, ['RoleBinding reader: in place']),
  change('an account', [account], { 'ServiceAccount web': { automountServiceAccountToken: true } }, ['ServiceAccount web: in place']),
  change('a priority', [priority], { 'PriorityClass high': { value: 2000 } }, ['PriorityClass high: refused priority-is-fixed']),
  change('whom a priority preempts', [priority], { 'PriorityClass high': { preemptionPolicy: 'Never' } }, [
    'PriorityClass high: refused priority-is-fixed',
  ]),
  change('what a priority is for', [priority], { 'PriorityClass high': { description: 'before all' } }, ['PriorityClass high: in place']),
  change('when a class makes volumes', [storage], { 'StorageClass fast': { volumeBindingMode: 'WaitForFirstConsumer' } }, [
    'StorageClass fast: refused provisioning-is-fixed',
  ]),
  change('whether volumes of a class grow', [storage], { 'StorageClass fast': { allowVolumeExpansion: true } }, [
    'StorageClass fast: in place',
  ]),
];
