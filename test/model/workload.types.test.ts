import type { Explanation } from '../../lib/model/explanation';
import type { Hazard } from '../../lib/model/hazard';
import type { Members } from '../../lib/model/members';
import type { Container } from '../../lib/model/pod';
import { members, type Runs, type Workload } from '../../lib/model/workload';
import { wholeNumber } from '../../lib/shape/values';
import { seconds } from '../../lib/units/duration';
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

it('takes each role with what belongs to it', () => {
  expect(testService('test', { workload: { ...RUNS, role: 'interchangeable', foundSingly: true } }).workload.role).toBe('interchangeable');
  expect(testService('test', { workload: { ...RUNS, role: 'exclusive', because: 'a test' } }).workload.role).toBe('exclusive');
});
