import type { Derived, ServiceChange } from '../../../diff/meaning';
import { arrow, valueText } from '../../../diff/words';
import type { DerivedSetting } from '../../../model/members';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { fields, textOf } from './fields';
import type { Side } from './side';

/** The settings that changed because a size did, with the sizes that they follow from. */
export const derivedIn = (
  { services }: ClusterPlan,
  { before, after }: { readonly before: Side; readonly after: Side },
  changes: readonly ServiceChange[],
): readonly Derived[] =>
  services.flatMap((sized) =>
    (sized.members?.derived ?? []).flatMap((one): readonly Derived[] => {
      const [then, now] = [before, after].map((side) => valueIn(side, sized.service.name, one.setting));
      if (then === undefined || now === undefined || then === now) return [];
      const of = sized.service.kind;
      return [{ of, figure: { what: one.setting, before: then, after: now }, because: causesOf(one, sized, services, changes) }];
    }),
  );

/** The settings of a plan that follow from the sizes of other services. */
export const sharedSettings = ({ services }: ClusterPlan): readonly string[] =>
  services.flatMap(({ members }) => (members?.derived ?? []).flatMap(({ setting, from }) => (from === 'clients' ? [setting] : [])));

/** As the files of a service have it, in whichever notation: `a: 1`, `a = 1`, `a 1`, `"a":1`. */
function valueIn({ ownOf }: Side, label: string, setting: string): string | undefined {
  const pattern = new RegExp(`(?<![\\w-])${setting}["']?[ \\t]*[:= \\t][ \\t]*["']?([^\\s"',}]+)`);
  return ownOf(label)
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ data }) => Object.values(fields(data)).map((text) => pattern.exec(textOf(text) ?? '')?.[1]))
    .find((value) => value !== undefined);
}

function causesOf(
  { from }: DerivedSetting,
  { service }: ClusterSized,
  services: readonly ClusterSized[],
  changes: readonly ServiceChange[],
): readonly string[] {
  const changeOf = (kind: string): ServiceChange | undefined => changes.find(({ of }) => of === kind);
  if (from !== 'clients') {
    const own = (changeOf(service.kind)?.figures ?? []).filter(({ what }) => what === from || what.startsWith(`${from} `));
    return own.map((figure) => `its ${figure.what} goes ${arrow(figure)}`);
  }
  return services
    .filter(({ configured: { database } }) => database?.migrates.by === 'owner' && database.migrates.server === service)
    .flatMap((client) => {
      const change = changeOf(client.service.kind);
      const most = change?.figures.find(({ what }) => what === 'max') ?? change?.figures.find(({ what }) => what === 'replicas');
      return most?.after === undefined
        ? []
        : [`${client.service.kind} may have ${valueText(most.after)} replica${most.after === 1 ? '' : 's'}`];
    });
}
