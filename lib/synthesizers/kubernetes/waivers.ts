/** Something that a linter wants and that would be wrong here. */
export interface Waiver {
  readonly check: string;
  readonly because: string;
}

export const PULL_POLICY: Waiver = {
  check: 'container-image-pull-policy',
  because:
    'the image is named by its build, so pulling it again brings the same, and a registry that is away must not keep a pod from starting',
};

export const IDENTICAL_PROBES: Waiver = {
  check: 'pod-probes-identical',
  because: 'a constant answer is all that the image has without asking a dependency, and liveness must not ask one',
};

/** It wants a user above 10000, whom no image knows by name. */
export const userWaiver = (user: { readonly because: string } | undefined): readonly Waiver[] =>
  user === undefined ? [] : [{ check: 'container-security-context-user-group-id', because: user.because }];

export const CHOSEN_LATER: Waiver = {
  check: 'service-targets-pod',
  because: 'which of the pods answers is said by a label that they get when they run',
};

export const SINGLE: readonly Waiver[] = [
  { check: 'deployment-replicas', because: "one copy is all that today's image stands, or that may run" },
  { check: 'deployment-strategy', because: 'the old copy has to be gone before the new one comes: two would each keep data of their own' },
];

/** Annotations that tell kube-score what not to look for, and people why. */
export const waived = (waivers: readonly Waiver[]): Record<string, string> => ({
  'kube-score/ignore': waivers.map(({ check }) => check).join(','),
  ...Object.fromEntries(waivers.map(({ check, because }) => [`faultmaven-infra/waiver-${check}`, because])),
});
