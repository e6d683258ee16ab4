import { topicsOf } from '../../../../lib/targets/kubernetes/diff/topics';
import { labelled, nameOf, object, sideOf } from './objects';

const pod = {
  automountServiceAccountToken: true,
  imagePullSecrets: [{ name: 'pull' }],
  containers: [{ name: 'main', securityContext: { readOnlyRootFilesystem: true }, ports: [{ hostPort: 80 }] }],
};
const one = labelled(object('Deployment', 'x', { spec: { template: { spec: pod } } }), 'shop-cart');
const policy = object('NetworkPolicy', 'x', { spec: { podSelector: {}, ingress: [{}] } });

it('tells of the topics in which something changed', () => {
  const [none, some] = [sideOf([]), sideOf([one, policy])];
  const lines = [
    ['open ports', ['cart: port 80 of its node']],
    ['network edges', ['anybody to every pod: any port']],
    ['rights', ['cart: the token of its account']],
    ['Secrets read', ['cart: pull']],
  ];
  expect(topicsOf({ before: none, after: some }, nameOf, false)).toEqual(lines.map(([title, gained]) => ({ title, gained, lost: [] })));
  expect(topicsOf({ before: some, after: none }, nameOf, false)).toEqual(lines.map(([title, lost]) => ({ title, gained: [], lost })));
  expect(topicsOf({ before: some, after: some }, nameOf, false)).toEqual([]);
});
