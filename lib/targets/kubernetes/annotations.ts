/** What keys of annotations begin with that this program sets and reads itself. */
export const OWN_PREFIX = 'faultmaven-infra/';

/** Marks a StatefulSet whose members copy nothing from one another, with the reason. */
export const SHARE_NOTHING = `${OWN_PREFIX}members-share-nothing`;

/**
 * On objects that hold data: Argo CD and Flux leave them alone when they are generated no longer, and when the Application or the
 * Kustomization itself is deleted. Claims of a StatefulSet are made by Kubernetes, so neither tool knows them.
 */
export const KEPT = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;
