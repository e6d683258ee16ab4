import { shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';

const LABELS = 'platform: { monitoring: existing }\nmonitoring: { labels:';

it.each([
  ['app.kubernetes.io/part-of', 'all objects have it already, with the name of the application: select by it, or take one of your own'],
  ['app.kubernetes.io/managed-by', 'all objects have it already, with faultmaven-infra: select by it, or take one of your own'],
  ['app.kubernetes.io/name', 'it says of which service an object is: take one of your own'],
  ['app.kubernetes.io/component', 'it says of which part of a service an object is: take one of your own'],
  ['app.kubernetes.io/instance', 'Argo CD takes whatever has it for a part of an Application of that name: take one of your own'],
  ['app.kubernetes.io/version', 'it says which build of an image runs: take one of your own'],
])('is no label of a profile: %s', (key, why) => {
  expect(problemsOf(() => shopPlanOf(`${LABELS} { release: a, ${key}: b } }`))).toEqual([
    `x.yaml:4:${39 + key.length}: monitoring.labels.${key}: expected another key: ${why}, such as release`,
  ]);
});

it.each(['release', 'app.kubernetes.io/created-by', 'example.com/app.kubernetes.io'])('may be a label of a profile: %s', (key) => {
  expect(shopPlanOf(`${LABELS} { ${key}: b } }`).profile.monitoring.labels).toEqual({ [key]: 'b' });
});

it.each([
  [`${LABELS} { faultmaven-infra/x: b } }`, 'monitoring.labels'],
  ['ingress: { annotations: { faultmaven-infra/x: b } }', 'ingress.annotations'],
  ['ingress: { loadBalancer: { annotations: { faultmaven-infra/x: b } } }', 'ingress.loadBalancer.annotations'],
])('does not begin as those of this program do: %s', (text, where) => {
  expect(problemsOf(() => shopPlanOf(text))).toContainEqual(
    expect.stringContaining(
      `: ${where}.faultmaven-infra/x: expected another key: what begins with faultmaven-infra/ is set and read by this program alone`,
    ),
  );
});
