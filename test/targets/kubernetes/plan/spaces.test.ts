import { namespacesInWords, spacesOf } from '../../../../lib/targets/kubernetes/plan/spaces';
import { shopPlan } from '../../../support/cluster';

const FULL = 'platform={monitoring: full, owner: true}';
const shown = (...assignments: readonly string[]) =>
  spacesOf(shopPlan(['namespace=market', ...assignments])).map(({ name, compartment, services }) => [
    name,
    compartment?.name,
    services.map(({ service }) => service.kind).join(' '),
  ]);

it('runs in one namespace, and each part of the platform in that of its compartment', () => {
  const main = ['market', undefined, 'postgres orders search cart shipper'];
  expect(shown()).toEqual([main]);
  expect(shown(FULL)).toEqual([main, ['market-node', 'node', 'pulse'], ['market-watch', 'watch', 'watch']]);
});

it('names them', () => {
  expect(namespacesInWords(shopPlan(['namespace=market']))).toBe('the namespace market');
  expect(namespacesInWords(shopPlan(['namespace=market', FULL]))).toBe('the namespaces market, market-node and market-watch');
});
