import type { OtherFolder, PersistentFolder } from '../../../../model/service';
import { cleaned, covering, knownMounts, type Mount, mountsOf, mountsOfOurs, placeOf } from '../mount';
import { type BaseNode, hasVariable, needsEnvironment, nodeAt, withoutEscapes } from '../node';
import { type BaseService, said } from '../parse';
import { type BaseRule, type Pair, type Remark, refused } from '../remark';
import { shownText } from '../shown';
import { argumentOf, wordsOf } from './command';

/** Where the override puts what must not be lost, beside where the base file has it and what it mounts. */
export const data: BaseRule = (pair) =>
  pair.service.persists.flatMap((folder) => [...throughVolume(folder, pair), ...throughVariable(folder, pair), ...below(folder, pair)]);

const lost = (message: string, at: BaseNode | undefined): Remark => ({ code: 'base-data-lost', severity: 'warning', message, at });

/** What is mounted inside the folder, where a part of what must not be lost would lie. */
function below({ holds, path, through }: PersistentFolder, { base, ours }: Pair): readonly Remark[] {
  const put = 'volume' in through ? ours.volumes : ours.environment?.[through.variable];
  if (put === undefined) return [];
  return knownMounts(base)
    .filter((mount) => mount.target.startsWith(`${path}/`) && !isKept(mount))
    .map((mount) =>
      lost(
        `the base file mounts ${described(mount)} at ${mount.target}, inside of ${path}: what of ${holds} lies there is lost with the container`,
        mount.node,
      ),
    );
}

/** The engine mounts at absolute paths only; `d:/data` is one of them to Compose, not a volume named d. */
export const mountTargets = (base: BaseService): readonly Remark[] =>
  knownMounts(base)
    .filter(({ target }) => !target.startsWith('/'))
    .map(({ writtenTarget, node }) =>
      refused(
        `the base file mounts something at ${shownText(writtenTarget)}: the engine takes an absolute path of the container only`,
        node,
      ),
    );

/** A volume that the override mounts: it has to be declared, and it takes the place of what is mounted there. */
function throughVolume({ holds, path, through }: PersistentFolder, { base, ours, file }: Pair): readonly Remark[] {
  if (!('volume' in through) || ours.volumes === undefined) return [];
  const { volume, told } = through;
  const mounts = mountsOf(base);
  return [...undeclared(), ...fleeting(), ...(told === undefined ? [] : elsewhere(told)), ...mounts.flatMap(replaced)];

  /** A volume in memory is empty after the next start. */
  function fleeting(): readonly Remark[] {
    const type = nodeAt(file.document, 'volumes', volume, 'driver_opts', 'type');
    if (needsEnvironment(type)) return [{ unread: `volumes.${volume}.driver_opts` }];
    if (type?.kind !== 'scalar' || !/^(tmpfs|ramfs)$/.test(type.text)) return [];
    return [lost(`the base file makes ${volume} a ${type.text}, in memory: ${holds} are lost when nothing uses it any more`, type)];
  }

  /** The image is told to store in another folder than the one that the override mounts. */
  function elsewhere({ variable, argument, stores }: OtherFolder): readonly Remark[] {
    const [folder, flag] = [variable, stores].map((name) => variableOf(base, name));
    const command = argumentOf(wordsOf(said(base, 'command')), argument);
    const told = [
      { name: variable, place: folder, key: 'environment', path: `environment.${variable}` },
      { name: argument, place: command, key: 'command', path: 'command' },
    ];
    const known = [...knownMounts(base), ...mountsOfOurs(ours)];
    return [
      ...(flag !== undefined && /^(false|0|no|off)$/i.test(flag)
        ? [
            lost(
              `the base file sets ${stores} to ${shownText(flag)}: ${holds} are stored nowhere, whatever is mounted`,
              said(base, 'environment'),
            ),
          ]
        : []),
      ...told.flatMap(({ name, place, key, path: unread }): readonly Remark[] => {
        if (place === undefined) return [];
        if (place === 'unknown' || hasVariable(place)) return [{ unread }];
        if (keptAt(cleaned(place), known) !== undefined) return [];
        return [
          lost(
            `the base file sets ${name} to ${shownText(place)}, where nothing is mounted that lasts, and the override mounts ${volume} at ${path}: ${holds} are lost with the container`,
            said(base, key),
          ),
        ];
      }),
    ];
  }

  function undeclared(): readonly Remark[] {
    if (file.volumes.has(volume) || file.elsewhere.length > 0) return [];
    // What no service mounts is not printed.
    if (file.resolved) return [{ unread: `volumes.${volume}` }];
    return [
      refused(
        `the override mounts ${volume}, which the base file does not declare: Compose refuses it; add "${volume}: {}" to its volumes`,
      ),
    ];
  }

  function replaced(mount: Mount | 'unknown'): readonly Remark[] {
    if (mount === 'unknown' || hasVariable(mount.source)) return [{ unread: 'volumes' }];
    if (mount.target !== path) return [];
    // Compose compares a tmpfs as it is written, and the long form of a volume only when it is too late to replace it.
    if (mount.form === 'tmpfs' ? mount.writtenTarget === path : mount.form === 'long' && mount.writtenTarget !== path) {
      return [
        refused(
          `the base file mounts ${described(mount)} at ${path}, the override ${volume}: both stay, and two mounts at one place are refused`,
          mount.node,
        ),
      ];
    }
    if (mount.form === 'tmpfs') {
      const message = `the base file mounts a tmpfs at ${mount.writtenTarget}, on top of ${volume} of the override: ${holds} are lost with the container`;
      return [{ code: 'base-data-lost', severity: 'warning', message, at: mount.node }];
    }
    if (mount.source === volume || mount.kind === 'tmpfs') return [];
    return [
      {
        code: 'base-data-moved',
        severity: 'warning',
        message: `the base file mounts ${described(mount)} at ${path}, the override replaces it by ${volume}: ${holds} that are in the first seem gone; copy them over first, or turn persist off`,
        at: mount.node,
      },
    ];
  }
}

/** A folder that the override names in a variable: something has to be mounted there, and what lies elsewhere is not seen any more. */
function throughVariable({ holds, path, unset, through }: PersistentFolder, { base, ours }: Pair): readonly Remark[] {
  if (!('variable' in through) || ours.environment?.[through.variable] === undefined) return [];
  const { variable } = through;
  const mounts = [...mountsOf(base), ...mountsOfOurs(ours)];
  const known = mounts.filter((mount) => mount !== 'unknown');
  if (known.length < mounts.length) return [{ unread: 'volumes' }];

  const value = variableOf(base, variable);
  const before = value === 'unknown' ? undefined : value || unset;
  const old = before === undefined || before === path ? undefined : keptAt(before, known);
  const kept = old && `${described(old.mount)} at ${before}`;
  const now = covering(known, path);
  if (now === undefined || !isKept(now) || now.readOnly) {
    const there = now === undefined ? 'nothing' : `${described(now)}${now.readOnly ? ' read-only' : ''}`;
    return [
      {
        code: 'base-data-lost',
        severity: 'warning',
        message: `persist puts ${holds} into ${path}, where the base file mounts ${there}: they ${now?.readOnly ? 'cannot be written' : 'are lost with the container'}${kept === undefined ? '' : `, and today they are kept in ${kept}`}; mount ./data at /data there, or turn persist off`,
        at: now?.node,
      },
    ];
  }
  if (value === 'unknown') return [{ unread: `environment.${variable}` }];
  if (before === path) return [];
  if (old !== undefined && old.place !== placeOf(now, path)) {
    return [
      {
        code: 'base-data-moved',
        severity: 'warning',
        message: `the base file keeps ${holds} in ${kept}, persist puts them into ${path} on ${described(now)}: what is in the first is not seen there; copy it over first, or turn persist off`,
        at: old.mount.node,
      },
    ];
  }
  // An empty one is a program's own to read.
  if (value === undefined || value === '' || old !== undefined) return [];
  return [
    {
      code: 'base-environment-replaced',
      severity: 'warning',
      message: `the base file sets ${variable} to ${shownText(value)}, the override to ${path}: ${holds} in the first are not seen any more; copy them out of the container first`,
      at: said(base, 'environment'),
    },
  ];
}

/** What is in it is there for the next container. */
const isKept = ({ kind }: Mount): boolean => kind === 'bind' || kind === 'volume';

/** Where a folder of the container is kept, and by which mount; undefined if it goes with the container. */
function keptAt(path: string, mounts: readonly Mount[]): { readonly mount: Mount; readonly place: string } | undefined {
  const mount = covering(mounts, path);
  return mount !== undefined && isKept(mount) ? { mount, place: placeOf(mount, path) } : undefined;
}

function described({ kind, source }: Mount): string {
  switch (kind) {
    case 'tmpfs':
      return 'a tmpfs';
    case 'anonymous':
      return 'a volume without a name';
    default:
      return source === '' ? kind : shownText(source);
  }
}

/** A variable of `environment`; `unknown` if it is the environment's own, or may stand in a file. */
export function variableOf(base: BaseService, name: string): string | 'unknown' | undefined {
  const found = namedVariable(base, name);
  if (found === undefined) return said(base, 'env_file') === undefined ? undefined : 'unknown';
  if (found === 'unset' || found.kind !== 'scalar' || found.value === null || hasVariable(found.text)) return 'unknown';
  return withoutEscapes(found.text);
}

/** Where `environment` names a variable. `unset` if it does so without a value. */
export function namedVariable(base: BaseService, name: string): BaseNode | 'unset' | undefined {
  const node = said(base, 'environment');
  return node?.kind === 'map' ? node.entries.get(name)?.value : node?.kind === 'list' ? lastNamed(node.items, name) : undefined;
}

function lastNamed(items: readonly BaseNode[], name: string): BaseNode | 'unset' | undefined {
  const item = items.findLast((one) => one.kind === 'scalar' && (one.text === name || one.text.startsWith(`${name}=`)));
  if (item?.kind !== 'scalar') return undefined;
  const text = item.text.slice(name.length + 1);
  return item.text === name ? 'unset' : { ...item, text, value: text };
}
