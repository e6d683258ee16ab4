import type { Explanation } from '../../lib/model/explanation';
import type { Hazard } from '../../lib/model/hazard';
import type { Members } from '../../lib/model/members';
import type { Container } from '../../lib/model/pod';
import type { ServiceProps } from '../../lib/model/service';
import { members, type Runs, type Workload } from '../../lib/model/workload';
import { wholeNumber } from '../../lib/shape/values';
import { seconds } from '../../lib/units/duration';
import { dnsLabel } from '../../lib/units/name';
import { testService } from '../support/services';

const RUNS: Runs = { command: ['serve'], drain: seconds(1), priority: 'core' };
const CONTAINER: Container = { name: 'a', command: ['a'], environment: {}, probes: {} };
declare const hazard: Hazard;
declare const made: Members<never>;
declare const explained: Explanation;
declare const remark: { readonly severity: 'error'; readonly at: readonly string[]; readonly message: string };

/*
 * What must not compile. `npm run types` is the test: it fails where a line below an expected error has none. Nothing here
 * is ever called.
 */
function mustNotCompile(): readonly Workload[] {
  return [
    // @ts-expect-error: nothing says what runs
    { role: 'interchangeable', drain: seconds(1), priority: 'core' },
    // @ts-expect-error: nothing says why a second one would do harm
    { ...RUNS, role: 'exclusive' },
    // @ts-expect-error: one pod diverges from no other
    { ...RUNS, role: 'exclusive', because: 'a test', divergent: hazard },
    // @ts-expect-error: one pod is never scaled down
    { ...RUNS, role: 'exclusive', because: 'a test', scalesDown: 'slowly' },
    // @ts-expect-error: replicas that are alike need no reason to be alone
    { ...RUNS, role: 'interchangeable', because: 'a test' },
    // @ts-expect-error: how many run, the nodes say
    { ...RUNS, role: 'perNode', scalesDown: 'slowly' },
    // @ts-expect-error: whoever runs on every node is in no rollout with others
    { ...RUNS, role: 'perNode', foundSingly: true },
    // @ts-expect-error: only a pod on each node reads folders of its node
    { ...RUNS, role: 'interchangeable', reads: { '/host': '/' } },
    // @ts-expect-error: the containers of members have commands of their own
    { ...RUNS, role: 'members' },
    // @ts-expect-error: nothing says who leads
    members({ of: () => ({ containers: [CONTAINER] }) }),
    // @ts-expect-error: the first leads of itself, which has its hazard
    members({ leader: { by: 'first' }, of: () => ({ containers: [CONTAINER] }) }),
    // @ts-expect-error: a pod has a container
    members({ leader: { by: 'proxy' }, of: () => ({ containers: [] }) }),
    members({
      options: { votes: wholeNumber(1, 9, '') },
      leader: { by: 'proxy' },
      // @ts-expect-error: a profile says nothing of voices
      of: ({ voices }) => ({ containers: [CONTAINER], grace: seconds(voices) }),
    }),
    // @ts-expect-error: nobody knows this role
    { ...RUNS, role: 'sometimes' },
    // @ts-expect-error: what members find has to be explained
    members({ leader: { by: 'proxy' }, of: () => ({ ...made, remarks: [{ code: 'unexplained', ...remark }] }) }),
    // @ts-expect-error: the same where something else is explained
    members({ leader: { by: 'proxy' }, findings: { explained }, of: () => ({ ...made, remarks: [{ code: 'unexplained', ...remark }] }) }),
    members({ leader: { by: 'proxy' }, findings: { explained }, of: () => ({ ...made, remarks: [{ code: 'explained', ...remark }] }) }),
    // @ts-expect-error: a service has one workload
    testService('test', { workload: [RUNS, RUNS] }),
  ];
}
void mustNotCompile;

declare const about: Omit<ServiceProps, 'workload' | 'platform'>;
const LOOKS = { ...RUNS, role: 'perNode', reads: { '/host': '/' } } as const;
const usual = {};

/** The same of services: only pods of a privileged compartment read folders of their node. */
function mustNotBeDescribed(): readonly ServiceProps[] {
  return [
    // @ts-expect-error: it is in no compartment
    { ...about, workload: LOOKS },
    // @ts-expect-error: a part of the platform runs beside the application if it says nothing else
    { ...about, workload: LOOKS, platform: { usual } },
    // @ts-expect-error: pods of this compartment are restricted
    { ...about, workload: LOOKS, platform: { usual, compartment: { name: dnsLabel('node'), pods: 'restricted' } } },
    { ...about, workload: LOOKS, platform: { usual, compartment: { name: dnsLabel('node'), pods: 'privileged' } } },
  ];
}
void mustNotBeDescribed;

it('takes each role with what belongs to it', () => {
  expect(testService('test', { workload: { ...RUNS, role: 'interchangeable', foundSingly: true } }).workload.role).toBe('interchangeable');
  expect(testService('test', { workload: { ...RUNS, role: 'exclusive', because: 'a test' } }).workload.role).toBe('exclusive');
});
