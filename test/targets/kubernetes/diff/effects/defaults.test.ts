import { isDefault, isQuantity } from '../../../../../lib/targets/kubernetes/diff/effects/defaults';

const CONTAINER = 'spec/template/spec/containers/[main]';

/** What the API server writes in a place of which a manifest says nothing. */
const WRITTEN: readonly (readonly [string, unknown])[] = [
  [`${CONTAINER}/imagePullPolicy`, 'IfNotPresent'],
  [`${CONTAINER}/resources`, {}],
  [`${CONTAINER}/ports/[80 TCP]/protocol`, 'TCP'],
  [`${CONTAINER}/env/[A]/value`, ''],
  ['spec/template/spec/initContainers/[first]/terminationMessagePolicy', 'File'],
  [`${CONTAINER}/livenessProbe/periodSeconds`, 10],
  [`${CONTAINER}/readinessProbe/httpGet/path`, '/'],
  ['spec/jobTemplate/spec/template/spec/volumes/[a]/secret/defaultMode', 420],
  ['spec/template/spec/volumes/[a]/hostPath/type', ''],
  ['spec/template/spec/restartPolicy', 'Always'],
  ['spec/template/spec/hostPID', false],
  ['spec/strategy/rollingUpdate/maxSurge', '25%'],
  ['spec/updateStrategy/rollingUpdate/partition', 0],
  ['spec/replicas', 1],
  ['spec/paused', false],
  ['spec/suspend', false],
  ['spec/publishNotReadyAddresses', false],
  ['spec/type', 'ClusterIP'],
  ['spec/volumeClaimTemplates/[data]/spec/volumeMode', 'Filesystem'],
  ['spec/ingress/[0]/ports/[http]/protocol', 'TCP'],
  ['globalDefault', false],
  ['preemptionPolicy', 'PreemptLowerPriority'],
  ['allowVolumeExpansion', false],
  ['volumeBindingMode', 'Immediate'],
  ['immutable', false],
  ['type', 'Opaque'],
];

it.each(WRITTEN)('knows what stands at %s by default', (path, value) => {
  const keys = path.split('/');
  expect(isDefault(keys, undefined, value)).toBe(true);
  expect(isDefault(keys, value, undefined)).toBe(true);
  expect(isDefault(keys, value, 'other')).toBe(false);
  expect(isDefault(keys, undefined, 'other')).toBe(false);
  expect(isDefault([...keys, 'more'], undefined, value)).toBe(false);
});

it.each([
  ['data/type', 'Opaque'],
  ['metadata/spec/replicas', 1],
  ['spec/template/spec/containers/main/resources', {}],
])('knows no default at %s', (path, value) => {
  expect(isDefault(path.split('/'), undefined, value)).toBe(false);
});

it.each([
  ['status', true],
  ['status/replicas', true],
  ['spec/volumeClaimTemplates/[data]/kind', true],
  ['spec/volumeClaimTemplates/[data]/status/phase', true],
  ['spec/volumeClaimTemplates/[data]/kinds', false],
  ['spec/status', false],
  ['statuses', false],
])('knows whether nobody states %s', (path, expected) => {
  expect(isDefault(path.split('/'), 'any', undefined)).toBe(expected);
});

it.each([
  ['spec/resources/requests/storage', true],
  ['storage', true],
  ['emptyDir/sizeLimit', true],
  ['resources/limits/example.com~1gpu', true],
  ['spec/hard/pods', true],
  ['max/memory', true],
  ['limits', false],
  ['limits/memory/more', false],
  ['storages', false],
  ['restorage', false],
  ['unlimits/memory', false],
  ['limitsOf/memory', false],
])('knows whether there is a quantity at %s', (path, expected) => {
  expect(isQuantity(path.split('/'))).toBe(expected);
});

it('takes a whole object for no quantity', () => {
  expect(isQuantity([])).toBe(false);
});
