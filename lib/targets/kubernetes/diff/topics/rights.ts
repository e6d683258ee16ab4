import type { Gained } from '../../../../diff/meaning';
import { type Fields, fields, list, texts } from '../fields';
import type { Manifest, Ref } from '../manifest';
import { containersIn, podSpecOf } from '../pods';
import { type Move, type NameOf, ownerOf, renamed, type Side } from '../side';
import { type Allowed, allowedBetween } from './covered';

interface Right extends Allowed {
  /** What a rule allows. @default - it is no rule */
  readonly rule?: {
    readonly verb: string;
    /** The API group of a resource; none of a path. */
    readonly group?: string;
    readonly what: string;
    /** The name of the only object that is meant. @default - all */
    readonly only?: string;
  };
}

/**
 * What an account may ask of the API, and what a container may do on its node.
 *
 * @param moved where everything went, whose namespaces are then those of the later side. @default - everything stays where it is
 */
export const rightsBetween = (before: Side, after: Side, nameOf: NameOf, moved?: Move): Gained => {
  const then = before.own.flatMap((object) => rightsOf(object, before, nameOf, moved));
  const now = after.own.flatMap((object) => rightsOf(object, after, nameOf));
  return allowedBetween(then, now, covers, textsOf);
};

const ALL = '*';

function covers({ rule: wide }: Right, { rule: narrow }: Right): boolean {
  if (wide === undefined || narrow === undefined) return wide === narrow;
  const isIn = (key: 'verb' | 'group' | 'what'): boolean => wide[key] === narrow[key] || (wide[key] === ALL && narrow[key] !== undefined);
  return isIn('verb') && isIn('group') && isIn('what') && (wide.only === undefined || wide.only === narrow.only);
}

/** `Role orders: patch pods orders-0 orders-1`: objects of which the same is allowed stand in one line. */
function textsOf(rights: readonly Right[]): readonly string[] {
  const names = new Map<string, Set<string>>();
  for (const { of, rule } of rights) {
    const text = rule === undefined ? of : `${of}: ${rule.verb} ${rule.what}${(rule.group ?? '') === '' ? '' : `.${rule.group}`}`;
    const only = rule?.only;
    // All of them, and some of them, are two lines.
    const line = only === undefined ? text : `${text} `;
    names.set(line, (names.get(line) ?? new Set()).add(only ?? ''));
  }
  return [...names].map(([line, only]) => `${line}${[...only].join(' ')}`);
}

/** A role, with its namespace where others have one of that name. */
function roleIn({ kind, name, namespace }: Ref, side: Side, moved: Move | undefined): string {
  const isTold = namespace !== undefined && side.isInSeveral({ kind, name });
  return isTold ? `${kind} ${name} in the namespace ${renamed(namespace, moved)}` : `${kind} ${name}`;
}

function rightsOf(object: Manifest, side: Side, nameOf: NameOf, moved?: Move): readonly Right[] {
  const { kind, metadata, rules, roleRef, subjects, spec } = object;
  const { name, namespace } = metadata;
  switch (kind) {
    case 'Role':
    case 'ClusterRole': {
      const role = roleIn({ kind, name, namespace }, side, moved);
      return list(rules).flatMap(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => {
        const groups = texts(apiGroups).length === 0 ? [''] : texts(apiGroups);
        const names = texts(resourceNames).length === 0 ? [undefined] : texts(resourceNames);
        const asked = [
          ...texts(resources).flatMap((what) => groups.flatMap((group) => names.map((only) => ({ what, group, only })))),
          ...texts(nonResourceURLs).map((what) => ({ what })),
        ];
        return texts(verbs).flatMap((verb) => asked.map((what) => ({ of: role, rule: { verb, ...what } })));
      });
    }
    case 'RoleBinding':
    case 'ClusterRoleBinding': {
      const role = { kind: String(fields(roleRef).kind), name: String(fields(roleRef).name), namespace };
      const given = role.kind === 'Role' ? roleIn(role, side, moved) : `${role.kind} ${role.name}`;
      return list(subjects).map((subject) => ({
        of: `${given} is given to ${subject.kind} ${subject.name}${
          subject.namespace === undefined || subject.namespace === namespace ? '' : ` in ${renamed(String(subject.namespace), moved)}`
        }`,
      }));
    }
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
      ].map((text) => ({ of: text }));
    }
  }
}

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
