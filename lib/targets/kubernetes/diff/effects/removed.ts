import type { Manifest } from '../manifest';
import { at, listOf } from './differences';
import type { Warning } from './kind';
import { deletes } from './workloads';

/**
 * What is lost with an object that is no longer among the manifests.
 *
 * @param added what is new among them, where its successor may be
 * @param earlier what was among them, the object too
 */
export function whenRemoved(gone: Manifest, added: readonly Manifest[], earlier: readonly Manifest[]): readonly Warning[] {
  const { kind, metadata } = gone;
  const { name, namespace = 'none' } = metadata;
  if (kind === 'Namespace') {
    const hasDisks = earlier.some((object) => object.metadata.namespace === name && keepsData(object));
    return [
      {
        kind: 'destroys',
        code: 'namespace-removed',
        what: `whoever deletes or prunes it deletes everything in it${hasDisks ? ', disks included' : ''}`,
        way: `${hasDisks ? 'save the data first, or ' : ''}see that nothing prunes it`,
      },
    ];
  }
  if (!keepsData(gone)) return [];
  const isClaim = kind === CLAIM;
  const moved = added.find((object) => object.kind === kind && object.metadata.name === name);
  const renamed = added.find((object) => object.kind === kind && looks(object) === looks(gone));
  const successor = moved ?? renamed;
  if (successor !== undefined) {
    const change =
      moved === undefined
        ? `its name goes from ${name} to ${successor.metadata.name}`
        : `its namespace goes from ${namespace} to ${moved.metadata.namespace ?? 'none'}`;
    return [
      {
        kind: 'destroys',
        code: 'data-left-behind',
        what: change,
        way: 'it starts empty there, beside the old one, which stays; restore there what that holds',
      },
    ];
  }
  return [
    isClaim
      ? {
          kind: 'destroys',
          code: 'disk-removed',
          what: 'whoever deletes or prunes it deletes its data, unless its class retains volumes',
          way: 'save what is on it first',
        }
      : {
          kind: 'destroys',
          code: 'members-removed',
          what: `when it is deleted or pruned, its pods end, and its disks ${deletes(gone, 'whenDeleted') ? 'are deleted' : 'stay unused'}`,
          way: 'save its data first',
        },
  ];
}

const CLAIM = 'PersistentVolumeClaim';

const keepsData = (object: Manifest): boolean => object.kind === CLAIM || (object.kind === 'StatefulSet' && disksIn(object) !== '');

const disksIn = ({ spec }: Manifest): string =>
  listOf(at(spec, 'volumeClaimTemplates'))
    .map((template) => String(at(template, 'metadata', 'name')))
    .join(' ');

/** What stays the same when something that keeps data is renamed: its containers and its disks. */
const looks = (object: Manifest): string =>
  JSON.stringify([
    object.metadata.namespace,
    disksIn(object),
    listOf(at(object.spec, 'template', 'spec', 'containers')).map((container) => [at(container, 'name'), at(container, 'image')]),
    object.kind === CLAIM ? object.spec : undefined,
  ]);
