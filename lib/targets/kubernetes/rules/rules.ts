import { hazards } from '../../../checks/hazards';
import { apiServerBehindCilium } from './api-server-behind-cilium';
import { authentication } from './authentication';
import { capacity } from './capacity/capacity';
import { imagesWithoutDigest } from './images-without-digest';
import { ingressRetired } from './ingress-retired';
import { modelFetched } from './model-fetched';
import { placeholders } from './placeholders';
import { privateFiles } from './private-files';
import { remarks } from './remarks';
import type { ClusterRule } from './rule';
import { unproved } from './unproved';
import { uploadsFit } from './uploads-fit';

/** Every rule of a cluster, in the order in which its findings are shown. */
export const rules: readonly ClusterRule<string>[] = [
  placeholders,
  authentication,
  ingressRetired,
  apiServerBehindCilium,
  imagesWithoutDigest,
  remarks,
  privateFiles,
  modelFetched,
  uploadsFit,
  capacity,
  unproved,
  hazards('cluster'),
];
