import * as v from 'valibot';
import { composeProfile } from '../../lib/targets/compose/schema';
import { Cpu } from '../../lib/units/cpu';
import { Memory } from '../../lib/units/memory';
import { shop } from '../fixture/shop';
import { sizeOf } from '../support/plans';
import { testService } from '../support/services';

const schema = composeProfile([testService('a'), testService('b')], shop);
const machine = { memory: '8Gi', cpus: 4, keep: '2Gi' };

it('knows the services that it is given, and no others', () => {
  const sized = { memory: { limit: '64Mi' } };
  expect(v.safeParse(schema, { target: 'compose', machine, services: { a: sized, b: sized } }).success).toBe(true);
  expect(v.safeParse(schema, { target: 'compose', machine, services: { redis: sized } }).success).toBe(false);
});

it('reads text into units', () => {
  const { output, typed } = v.safeParse(schema, {
    target: 'compose',
    machine,
    services: { a: { memory: { limit: '64Mi' }, cpu: { limit: 1 } } },
  });
  if (!typed) throw new Error('expected a profile');
  const size = sizeOf(output.services, 'a');
  expect(size?.memory.limit).toBeInstanceOf(Memory);
  expect(size?.cpu?.limit).toBeInstanceOf(Cpu);
});

it('takes off instead of a size, and nothing else', () => {
  const { output, success } = v.safeParse(schema, { target: 'compose', machine, services: { a: 'off' } });
  expect(success && output.services.a).toBe('off');
  const { issues } = v.safeParse(schema, { target: 'compose', machine, services: { a: 'of', b: 3 } });
  const expected = 'expected a size such as { memory: { limit: 512Mi } }, or off';
  expect(issues?.map(({ message }) => message)).toEqual([`${expected}, got "of"`, `${expected}, got 3`]);
});

it('measures every service by its own floor', () => {
  const services = { a: { memory: { limit: '63Mi' } }, b: { memory: { limit: '64Mi' } } };
  const { issues } = v.safeParse(schema, { target: 'compose', machine, services });
  expect(issues?.map(({ message }) => message)).toEqual(['expected at least 64Mi, its working set (a test), got "63Mi"']);
});
