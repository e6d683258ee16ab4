import type { Environment } from '../../../model/environment';
import { type Container, type Pod, type PodUser, volumesIn } from '../../../model/pod';
import { OWN_PREFIX } from '../annotations';

/** A check of a linter that does not fit here. */
export interface Waiver {
  readonly because: string;
  /** The name of the check in kube-score. @default - it has no such check */
  readonly kubeScore?: string;
  /** The name of the check in checkov. @default - it has no such check */
  readonly checkov?: string;
  /** The name of the check in kube-linter. @default - it has no such check */
  readonly kubeLinter?: string;
}

const PULL_POLICY: Waiver = {
  kubeScore: 'container-image-pull-policy',
  checkov: 'CKV_K8S_15',
  because:
    'the image is named by its build, so pulling it again brings the same, and a registry that is away must not keep a pod from starting',
};

const IDENTICAL_PROBES: Waiver = {
  kubeScore: 'pod-probes-identical',
  because: 'a constant answer is all that the image has without asking a dependency, and liveness must not ask one',
};

/** Linters ask for a user above 10000, and images that need a user of their own have a smaller one. Of root one asks once more. */
const userWaiver = (user: Pick<PodUser, 'uid' | 'because'> | undefined): readonly Waiver[] =>
  user === undefined
    ? []
    : [
        { kubeScore: 'container-security-context-user-group-id', checkov: 'CKV_K8S_40', because: user.because },
        ...(user.uid === 0 ? [{ checkov: 'CKV_K8S_23', kubeLinter: 'run-as-non-root', because: user.because }] : []),
      ];

/** @param all the variables of everything that runs in a pod */
const secretsWaiver = (all: readonly Environment[]): readonly Waiver[] =>
  all.some((environment) => Object.values(environment).some((value) => typeof value !== 'string' && value.kind === 'secret'))
    ? [{ checkov: 'CKV_K8S_35', because: 'the image reads its secrets from variables and from no file' }]
    : [];

export const NOTHING_LISTENS: Waiver = {
  checkov: 'CKV_K8S_9',
  because: 'it takes what it does from a queue or a clock: nobody sends it requests that could wait until it is ready',
};

const LOOKS_ON: Waiver = {
  checkov: 'CKV_K8S_9',
  because: 'a container beside a service that runs and does not answer must not take the pod from those who ask the service',
};

const ASKS_THE_API: Waiver = {
  checkov: 'CKV_K8S_38',
  because: 'its members agree on a primary through the API, as an account that may do exactly that',
};

const SEES_THE_API: Waiver = {
  checkov: 'CKV_K8S_38',
  because: 'it looks at other objects through the API, as an account that may see these and change nothing',
};

export const CHOSEN_LATER: Waiver = {
  kubeScore: 'service-targets-pod',
  kubeLinter: 'dangling-service',
  because: 'which of the pods answers is said by a label that they get when they run',
};

export const STARTED_BY_OTHERS: Waiver = {
  kubeScore: 'service-targets-pod',
  kubeLinter: 'dangling-service',
  because: 'cert-manager starts its pods, and only for as long as a certificate is asked for',
};

export const SINGLE: readonly Waiver[] = [
  { kubeScore: 'deployment-replicas', because: "one replica is all that today's image stands, or that may run" },
  {
    kubeScore: 'deployment-strategy',
    because: 'the old replica has to be gone before the new one comes: two would each keep data of their own',
  },
];

const READS_THE_NODE: Waiver = {
  kubeLinter: 'sensitive-host-mounts',
  because: 'it tells how its node is, which these folders say; it can only read them',
};

const KEEPS_ON_THE_NODE: Waiver = {
  kubeLinter: 'sensitive-host-mounts',
  because: 'it reads what containers write, which is in this folder; it can write to a folder of its own only',
};

const nodeWaiver = (pod: Pod): readonly Waiver[] => {
  const folders = volumesIn(pod).filter((volume) => volume.kind === 'node-folder');
  if (folders.length === 0) return [];
  return [folders.some(({ own }) => own) ? KEEPS_ON_THE_NODE : READS_THE_NODE];
};

/** The waivers of a pod. @param besides further waivers, of its workload */
export const podWaivers = (pod: Pod, besides: readonly Waiver[] = []): readonly Waiver[] => [
  PULL_POLICY,
  ...userWaiver(pod.user),
  ...nodeWaiver(pod),
  ...(pod.containers.some(asksTheSame) ? [IDENTICAL_PROBES] : []),
  ...(pod.containers.some(looksOn) ? [LOOKS_ON] : []),
  ...besides,
  ...secretsWaiver([...(pod.before ?? []), ...pod.containers].map(({ environment }) => environment)),
  ...(pod.rights === undefined ? [] : [pod.rights.some(({ kind }) => kind === 'own-pods') ? ASKS_THE_API : SEES_THE_API]),
];

const asksTheSame = ({ probes: { liveness, readiness } }: Container): boolean =>
  liveness !== undefined && readiness !== undefined && JSON.stringify(liveness.ask) === JSON.stringify(readiness.ask);

/** Whether it is beside a container that is asked whether it can serve, and is not itself. */
const looksOn = ({ probes }: Container, at: number, [first]: readonly Container[]): boolean =>
  at > 0 && probes.readiness === undefined && first?.probes.readiness !== undefined;

/** Annotations that turn off checks of kube-score, checkov and kube-linter, each with the reason. */
export function waived(waivers: readonly Waiver[]): Record<string, string> {
  const score = waivers.flatMap(({ kubeScore, because }) => (kubeScore === undefined ? [] : [[kubeScore, because] as const]));
  const checkov = waivers.flatMap((waiver) => (waiver.checkov === undefined ? [] : `${waiver.checkov}=${waiver.because}`));
  return {
    ...(score.length === 0 ? {} : { 'kube-score/ignore': score.map(([check]) => check).join(',') }),
    ...Object.fromEntries(score.map(([check, because]) => [`${OWN_PREFIX}waiver-${check}`, because])),
    ...Object.fromEntries(
      waivers.flatMap(({ kubeLinter, because }) => (kubeLinter ? [[`ignore-check.kube-linter.io/${kubeLinter}`, because]] : [])),
    ),
    ...Object.fromEntries(checkov.map((skip, index) => [`checkov.io/skip${index + 1}`, skip])),
  };
}
