import * as v from 'valibot';
import { choice } from '../../../shape/choice';
import { expecting, flag, parsedText, section } from '../../../shape/values';
import { PRIORITY_PREFIX, priorityPrefix } from '../../../units/name';

const each = (written: boolean) => ({ namespace: written, priorityClasses: written, clusterRoles: written });

/** Which cluster-scoped objects are written. */
export const clusterScoped = v.optional(
  v.pipe(
    choice(
      [
        v.pipe(v.boolean(), v.transform(each)),
        section(
          {
            namespace: flag('The Namespace itself, and those of parts of the platform.'),
            priorityClasses: flag('The PriorityClasses.'),
            clusterRoles: flag('The ClusterRoles of the deployment that owns the cluster (platform.owner), and who has them.'),
          },
          'Some of it.',
        ),
      ],
      expecting('true, false, or a map of namespace, priorityClasses, clusterRoles'),
    ),
    v.description(
      'Whether objects are written that belong to no namespace: the Namespaces, the PriorityClasses and the ClusterRoles, or some of them. Off where an administrator creates them.',
    ),
  ),
  false,
);

/** Which PriorityClasses pods have. @param application its name, which is that of its usual namespace */
export const priorities = (application: string) =>
  v.optional(
    section(
      {
        prefix: v.optional(
          parsedText(
            priorityPrefix,
            PRIORITY_PREFIX,
            `What their names begin with, before -data, -edge, -core and -batch. Left out: ${application}, and the namespace where that is another.`,
          ),
        ),
        yields: flag('Whether pods of a deployment that does not yield may preempt those of this one: for staging beside production.'),
      },
      'The PriorityClasses of the pods. Their names are unique in a cluster, so every deployment has its own.',
    ),
    { yields: false },
  );

/**
 * Why a deployment may not use the names of these PriorityClasses: those of the default deployment have other values.
 *
 * @param usual the default namespace, which is also the prefix of the default PriorityClasses
 */
export const whyAnothers = (
  { prefix, yields }: { readonly prefix?: string; readonly yields: boolean },
  namespace: string,
  usual: string,
): string | undefined =>
  yields && prefix === usual && namespace !== usual
    ? `expected another prefix beside yields, or none: the PriorityClasses of a deployment in the namespace ${prefix} have these names, and other values`
    : undefined;
