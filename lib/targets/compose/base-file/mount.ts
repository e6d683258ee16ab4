import { posix } from 'node:path';
import type { ComposeService } from '../render/compose-service';
import { flagOf } from './amount';
import { type BaseNode, hasVariable, needsEnvironment, nodeAt } from './node';
import { type BaseService, said } from './parse';

/** Something mounted into a container. */
export interface Mount {
  /** Where, without `.` and a slash at the end. */
  readonly target: string;
  /** The same as the file has it. */
  readonly writtenTarget: string;
  /** A folder of the host or the name of a volume; empty for none of either. */
  readonly source: string;
  readonly kind: 'bind' | 'volume' | 'anonymous' | 'tmpfs' | 'other';
  readonly readOnly: boolean;
  /** It stands in `tmpfs`, or in the long form of `volumes`: Compose compares those targets as they are written. */
  readonly form: 'short' | 'long' | 'tmpfs';
  readonly node?: BaseNode;
}

/** What the base file mounts. `unknown` is a mount whose target needs an environment, or comes from another container. */
export function mountsOf(base: BaseService): readonly (Mount | 'unknown')[] {
  const volumes = said(base, 'volumes');
  const tmpfs = said(base, 'tmpfs');
  return [
    ...(volumes?.kind === 'list'
      ? volumes.items.map((node) => (node.kind === 'scalar' ? readShort(node.text, node) : readLong(node)))
      : []),
    ...(tmpfs === undefined ? [] : tmpfs.kind === 'list' ? tmpfs.items : [tmpfs]).map(readTmpfs),
    ...(said(base, 'volumes_from') === undefined ? [] : ['unknown' as const]),
  ];
}

/** The same without what is unknown. */
export const knownMounts = (base: BaseService): readonly Mount[] => mountsOf(base).filter((mount) => mount !== 'unknown');

/** What the override mounts. */
export const mountsOfOurs = ({ volumes = [] }: ComposeService): readonly Mount[] =>
  volumes.map((volume) => readShort(volume)).filter((mount) => mount !== 'unknown');

/** `source:target:options`; a colon behind a single letter belongs to a drive of Windows, one in `${…}` to a variable. */
function readShort(written: string, node?: BaseNode): Mount | 'unknown' {
  const [first = '', second, options = ''] = written.match(/(?:^[A-Za-z]:|\$\{[^}]*\}|[^:])+/g) ?? [];
  const [source, target] = second === undefined ? ['', first] : [first, second];
  if (hasVariable(target)) return 'unknown';
  const kind = source === '' ? 'anonymous' : /^[./~]|^\\\\|^[A-Za-z]:/.test(source) ? 'bind' : 'volume';
  return { ...at(target), source, kind, readOnly: options.split(',').includes('ro'), form: 'short', node };
}

function readLong(node: BaseNode): Mount | 'unknown' {
  const [type, source, target] = ['type', 'source', 'target'].map((key) => nodeAt(node, key));
  if (target?.kind !== 'scalar' || needsEnvironment(target) || needsEnvironment(type)) return 'unknown';
  const name = source?.kind === 'scalar' ? source.text : '';
  return {
    ...at(target.text),
    source: name,
    kind: kindOf(type?.kind === 'scalar' ? type.text : '', name),
    readOnly: flagOf(nodeAt(node, 'read_only')) === true,
    form: 'long',
    node,
  };
}

function kindOf(type: string, source: string): Mount['kind'] {
  switch (type) {
    case 'bind':
    case 'tmpfs':
      return type;
    case 'volume':
      return source === '' ? 'anonymous' : type;
    default:
      return 'other';
  }
}

function readTmpfs(node: BaseNode): Mount | 'unknown' {
  const target = node.kind === 'scalar' ? (node.text.split(':', 1)[0] ?? '') : '';
  return hasVariable(target) ? 'unknown' : { ...at(target), source: '', kind: 'tmpfs', readOnly: false, form: 'tmpfs', node };
}

const at = (written: string): Pick<Mount, 'target' | 'writtenTarget'> => ({ target: cleaned(written), writtenTarget: written });

/** Without `.`, `..` and a slash at the end. */
export const cleaned = (path: string): string => posix.normalize(path).replace(/(?<=.)\/$/, '');

/** The mount that a path is on: the one with the longest target above it. */
export const covering = (mounts: readonly Mount[], path: string): Mount | undefined =>
  mounts
    .filter(({ target }) => path === target || path.startsWith(target === '/' ? '/' : `${target}/`))
    .reduce<Mount | undefined>(
      (best, mount) => (best === undefined || mount.target.length >= best.target.length ? mount : best),
      undefined,
    );

/** Where a path of the container really is. */
export const placeOf = ({ source, target }: Mount, path: string): string => cleaned(`${source}/${path.slice(target.length)}`);
