import { totals } from '../../../lib/targets/compose/totals';
import { shopLaptopOf } from '../../support/plans';

const totalsOf = (memory: string, services: string) =>
  totals(shopLaptopOf(`target: compose\nmachine: { memory: ${memory}, cpus: 4, keep: 1Gi }\nservices: ${services}\n`));

it('says what the services of a laptop take, and what that leaves', () => {
  const sizes = '{ orders: { cpu: { limit: 1.5 }, memory: { limit: 512Mi, request: 128Mi } }, search: { memory: { limit: 1Gi } } }';
  expect(totalsOf('4Gi', sizes)).toEqual({
    headline: '2 services on 4Gi and 4 CPUs, 1Gi kept for everything else',
    lines: [
      '  caps          1536Mi (of 3072Mi available)',
      '  reservations  128Mi',
      '  CPUs          1.5 limited in all',
      '  left          2560Mi when every cap is reached, 3968Mi at the reservations',
    ],
    inShort: { takes: 'at most 1.5 GiB', leaves: '2.5 GiB of 4: **it can still freeze**' },
  });
});

it('says which services are off, and by how much caps exceed the machine', () => {
  const { headline, lines, inShort } = totalsOf('2Gi', '{ orders: { memory: { limit: 1536Mi } }, search: off }');
  expect(headline).toBe('1 services (1 off) on 2Gi and 4 CPUs, 1Gi kept for everything else');
  expect(lines[0]).toBe('  caps          1536Mi (512Mi more than the 1024Mi available)');
  expect(inShort).toEqual({ takes: 'at most 1.5 GiB', leaves: '0.5 GiB of 2: **it can still freeze**' });
});

it('guarantees what is left only where every service has a cap and they fit together', () => {
  const sizes = 'orders: { memory: { limit: 512Mi } }, search: { memory: { limit: 1Gi } }';
  const left = (more: string, memory = '4Gi') => totalsOf(memory, `{ ${sizes}, ${more} }`).inShort.leaves;
  expect(left('cart: off, postgres: off')).toBe('2.5 GiB of 4, guaranteed');
  expect(left('cart: off, postgres: off', '2Gi')).toBe('0.5 GiB of 2: **it can still freeze**');
  expect(left('cart: off, postgres: off', '1536Mi')).toBe('0 GiB of 1.5: **it can still freeze**');
  expect(left('cart: off')).toBe('2.5 GiB of 4: **it can still freeze**');
});
