import type { Gained } from '../../../../diff/meaning';
import { type Fields, fields, list, texts } from '../fields';
import type { Manifest } from '../manifest';
import { containersIn, podSpecOf } from '../pods';
import { type NameOf, ownerOf } from '../side';

/** What an account may ask of the API, and what a container may do on its node. */
export function rightsOf(object: Manifest, nameOf: NameOf): readonly string[] {
  const { kind, metadata, rules, roleRef, subjects, spec } = object;
  const { name } = metadata;
  switch (kind) {
    case 'Role':
    case 'ClusterRole':
      return list(rules).flatMap((rule) =>
        texts(rule.verbs).flatMap((verb) =>
          [...texts(rule.resources), ...texts(rule.nonResourceURLs)].map((what) => {
            const names = texts(rule.resourceNames);
            return `${kind} ${name}: ${verb} ${what}${names.length === 0 ? '' : ` ${names.join(' ')}`}`;
          }),
        ),
      );
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return list(subjects).map((subject) => `${fields(roleRef).kind} ${fields(roleRef).name} is given to ${subject.kind} ${subject.name}`);
    default: {
      const pod = podSpecOf(kind, spec);
      const of = ownerOf(object, nameOf);
      return [
        ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap((key) => (pod[key] === true ? [`${of}: ${key}`] : [])),
        ...(pod.automountServiceAccountToken === true ? [`${of}: the token of its account`] : []),
        ...list(pod.volumes).flatMap(({ hostPath }) => (hostPath === undefined ? [] : [`${of}: ${fields(hostPath).path} of its node`])),
        ...containersIn(pod).flatMap((container) =>
          powersOf(container, fields(pod.securityContext)).map((power) => `${of}, ${container.name}: ${power}`),
        ),
      ];
    }
  }
}

/** A right to some objects is none that is new where there was one to all. */
export const withoutCovered = ({ gained: more, lost }: Gained): Gained => ({
  gained: more.filter((right) => !lost.some((all) => right.startsWith(`${all} `))),
  lost,
});

/** What the restricted standard for pods forbids. */
function powersOf({ securityContext }: Fields, ofPod: Fields): readonly string[] {
  const own = fields(securityContext);
  const isRoot = own.runAsUser === 0 || (own.runAsUser === undefined && ofPod.runAsUser === 0);
  return [
    ...(own.privileged === true ? ['privileged'] : []),
    ...(own.allowPrivilegeEscalation === true ? ['may gain privileges'] : []),
    ...(isRoot ? ['runs as root'] : []),
    ...(own.readOnlyRootFilesystem === true ? [] : ['may write into its image']),
    ...texts(fields(own.capabilities).add).map((capability) => `capability ${capability}`),
  ];
}
