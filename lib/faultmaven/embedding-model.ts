import type { LoadedModel } from '../model/loaded-model';
import type { Instead } from '../model/store';
import { objectName } from '../units/name';

const WHAT = 'the embedding model';
const HUB = 'huggingface.co';

/** Every replica downloads it at its start. */
export const modelFromHub = (instead: Instead): LoadedModel => ({
  what: WHAT,
  from: { hub: HUB },
  environment: { HF_HOME: '/data/hf' },
  reaches: [{ kind: 'internet', why: `${WHAT} on ${HUB}` }],
  shared: false,
  instead,
});

const ON_VOLUME = '/models';

/** It lies in a claim that all replicas can read. */
export const modelOnVolume = (claim: string, named: readonly string[]): LoadedModel => ({
  what: WHAT,
  from: 'volume',
  environment: { HF_HOME: ON_VOLUME, HF_HUB_OFFLINE: '1' },
  reaches: [],
  shared: true,
  claim: { name: objectName(claim), path: ON_VOLUME, named },
});

/** An image of the operator's own carries it in a folder. */
export const modelInImage = (folder: string): LoadedModel => ({
  what: WHAT,
  from: 'image',
  environment: { HF_HOME: folder, HF_HUB_OFFLINE: '1' },
  reaches: [],
  shared: true,
});
