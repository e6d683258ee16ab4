import type { FilesSource, Mount } from '../../../model/pod';
import type { SecretKey } from '../../../model/secret';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { foldersOf } from './product';
import type { OwnStoreKind } from './users';

/* What both tasks of a store have: a small container with scripts and certificates. */

/** Where a task has certificates. */
export const TLS = '/etc/tls';

/** The most that each step of a task may take. */
export const SMALL = { cpu: Cpu.parse('0.25'), memory: Memory.parse('64Mi') };

/** @param tls files of certificates, by their names */
export const mounted = (kind: OwnStoreKind, tls: Readonly<Record<string, SecretKey>>, scripts: FilesSource): readonly Mount[] => [
  { at: foldersOf(kind).folder, volume: { kind: 'files', name: 'scripts', sources: [scripts] } },
  { at: TLS, volume: { kind: 'files', name: 'tls', sources: [{ kind: 'secret', files: tls }] } },
];
