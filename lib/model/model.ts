import { type ObjectName, objectName } from '../units/name';
import type { Instead, Store } from './store';

/** Where the embedding model comes from. Replicas that fetch it for themselves cannot start while its hub is away. */
export interface Model extends Store {
  readonly from: 'hub' | 'volume' | 'image';
  /** A claim of the operator's with the model in it, where it is mounted, read-only, and where the profile names it, from the service on. @default - there is none */
  readonly claim?: { readonly name: ObjectName; readonly path: string; readonly named: readonly string[] };
}

/** Every replica downloads it at its start. */
export const modelFromHub = (instead: Instead): Model => ({
  from: 'hub',
  environment: { HF_HOME: '/data/hf' },
  reaches: [{ kind: 'internet', why: 'the embedding model on huggingface.co' }],
  shared: false,
  instead,
});

const ON_VOLUME = '/models';

/** It lies in a claim that all replicas can read. */
export const modelOnVolume = (claim: string, named: readonly string[]): Model => ({
  from: 'volume',
  environment: { HF_HOME: ON_VOLUME, HF_HUB_OFFLINE: '1' },
  reaches: [],
  shared: true,
  claim: { name: objectName(claim), path: ON_VOLUME, named },
});

/** An image of the operator's own carries it in a folder. */
export const modelInImage = (folder: string): Model => ({
  from: 'image',
  environment: { HF_HOME: folder, HF_HUB_OFFLINE: '1' },
  reaches: [],
  shared: true,
});
