import { liveMeaning } from '../../../../lib/targets/kubernetes/diff/live';
import type { Any } from '../../../support/cluster';
import { type Answer, kubectlSays } from './kubectl-stand-in';
import { labelled, object, planOf, sizedOf } from './objects';

const inShop = (one: Any): Any => ({ ...one, metadata: { ...one.metadata, namespace: 'shop' } });
const web = (replicas: number): Any => inShop(labelled(object('Deployment', 'web', { spec: { replicas } }), 'shop-cart'));

const settings = inShop(labelled(object('ConfigMap', 'settings'), 'shop-cart'));

const watch = sizedOf('watch', { service: { compartment: { name: 'watch' } } });
const plan = {
  ...planOf(sizedOf('cart'), watch),
  application: { name: 'shop', services: [sizedOf('cart').service] },
  profile: { namespace: 'shop' },
  off: [{ compartment: { name: 'node' } }],
} as unknown as Parameters<typeof liveMeaning>[0];

/** What is said of the shop where kubectl answers from a list. */
function live(...answers: readonly Answer[]) {
  const asked = kubectlSays(answers);
  const session = { env: {}, terminal: { err: () => undefined } } as unknown as Parameters<typeof liveMeaning>[2];
  const files = [{ path: 'x.yaml', content: '', documents: [web(2), settings] }];
  return { ...liveMeaning(plan, files, session), asked };
}

it('compares with what lives, and has both', () => {
  const { meaning, files, asked } = live(
    { to: /^get .*-f -/, says: { items: [web(1), settings] } },
    { to: /^apply/, says: { items: [web(2), settings] } },
  );
  expect(meaning.services).toMatchObject([{ of: 'cart', figures: [{ what: 'replicas', before: 1, after: 2 }] }]);
  expect([files.before, files.after].map(([file]) => [file?.path, file?.documents])).toEqual([
    ['Deployment/web', [web(1)]],
    ['Deployment/web', [web(2)]],
  ]);
  const left = asked.filter(
    (line) => line.includes('--selector') && !/^get (podmonitors|prometheusrules|httproutes|externalsecrets)\./.test(line),
  );
  expect(left.map((line) => /--namespace (\S+)/.exec(line)?.[1])).toEqual(['shop', 'shop-watch', 'shop-node']);
  expect(left[0]).toContain('--selector app.kubernetes.io/part-of=shop,app.kubernetes.io/managed-by=faultmaven-infra ');
});

it('says what the API server refuses', () => {
  const fails = 'Apply failed with 1 conflict: conflict with "edit": .spec.replicas';
  const { meaning } = live(
    { to: /^get .*-f -/, says: { items: [web(1), settings] } },
    { to: /--force-conflicts/, says: web(2) },
    { to: /^apply .*--output json.*"web"/, fails },
    { to: /^apply .*--output json/, says: settings },
    { to: /^apply/, says: 'configmap/settings serverside-applied', fails },
  );
  expect(meaning.warnings).toMatchObject([{ code: 'owned-by-others', subject: 'Deployment/web', what: 'spec.replicas was set by edit' }]);
});
