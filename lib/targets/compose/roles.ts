import { type Application, servicesIn } from '../../model/application';
import type { Service } from '../../model/service';
import type { Role } from '../../roles/role';

/** Why a laptop does not run a role. */
interface NotRun {
  readonly because: string;
}

/** What each role becomes on a laptop. */
const ROLES: { readonly [R in Role]: 'one container' | NotRun } = {
  interchangeable: 'one container',
  exclusive: 'one container',
  members: 'one container',
  perNode: { because: 'it is for the nodes of a cluster' },
};

/** The services of an application that a laptop can run. */
export const runnable = (application: Pick<Application, 'services'>): readonly Service[] =>
  servicesIn(application, 'laptop').filter(({ workload }) => ROLES[workload.role] === 'one container');

/** Those that it cannot run, each with the reason. */
export const notRun = (application: Pick<Application, 'services'>): readonly (NotRun & { readonly service: Service })[] =>
  servicesIn(application, 'laptop').flatMap((service) => {
    const container = ROLES[service.workload.role];
    return container === 'one container' ? [] : [{ ...container, service }];
  });

/** The same in words, for each reason once. */
export function notRunInWords(application: Pick<Application, 'services'>): readonly string[] {
  const all = notRun(application);
  return [...new Set(all.map(({ because }) => because))].map((because) => {
    const names = all.filter((one) => one.because === because).map(({ service }) => service.kind);
    return `does not run on a laptop, because ${because}: ${names.join(', ')}`;
  });
}
