import { profileJsonSchema } from '../../lib/profile/json-schema';
import { services, sized } from '../support/plans';

// biome-ignore lint/suspicious/noExplicitAny: a JSON document of which each test looks at another corner
const schema: any = JSON.parse(profileJsonSchema(sized));
const { if: choice, then: extending, else: whole } = schema.else;

it('is in the draft that editors of YAML read', () => {
  expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
  expect(JSON.stringify(schema)).not.toContain('$defs');
});

it('ends with a line break and is the same every time', () => {
  expect(profileJsonSchema(sized)).toBe(profileJsonSchema(sized));
  expect(profileJsonSchema(sized).endsWith('}\n')).toBe(true);
});

it('asks for target, machine and services, unless the profile extends another', () => {
  expect(choice).toEqual({ required: ['extends'] });
  expect(whole.required).toEqual(['target', 'machine', 'services']);
  expect(extending).not.toHaveProperty('required');
});

it('is another one for a cluster', () => {
  expect(schema.if).toEqual({ properties: { target: { const: 'kubernetes' } }, required: ['target'] });
  const { images, services: ofCluster } = schema.then.else.properties;
  expect(Object.keys(ofCluster.properties)).toEqual(sized.kubernetes.map(({ kind }) => kind));
  expect('latest').not.toMatch(new RegExp(images.properties.agent.pattern));
});

it('knows exactly the twelve services', () => {
  expect(Object.keys(whole.properties.services.properties)).toEqual(services.map(({ kind }) => kind));
  expect(whole.properties.services.additionalProperties).toBe(false);
});

it('allows no unknown key anywhere but under accept', () => {
  const { services: sizes, machine, switches, accept } = whole.properties;
  for (const map of [whole, machine, switches, sizes.properties.redis, sizes.properties.redis.properties.memory]) {
    expect(map.additionalProperties).toBe(false);
  }
  expect(accept.additionalProperties).not.toBe(false);
});

it('describes sizes by their notation', () => {
  const { limit } = whole.properties.services.properties.redis.properties.memory.properties;
  expect(limit.type).toBe('string');
  expect('512Mi').toMatch(new RegExp(limit.pattern));
  expect('512m').not.toMatch(new RegExp(limit.pattern));
  expect(limit.description).toContain('mem_limit');
});

it('wants CPUs above zero', () => {
  const { limit } = whole.properties.services.properties.redis.properties.cpu.properties;
  expect(limit).toMatchObject({ type: 'number', minimum: 0.01, maximum: 10_000 });
});

it('gives for every switch the reason why it is off', () => {
  const switches = Object.entries<{ default: unknown; description: string }>(whole.properties.switches.properties);
  expect(switches.map(([name]) => name)).toEqual(['hardening', 'loopbackPorts', 'chromadbHealthcheck', 'redisMaxmemory', 'persist']);
  for (const [, { default: off, description }] of switches) {
    expect(off).toBe(false);
    expect(description).toMatch(/Off because /);
  }
});

it('lets a profile that extends another remove any value with null', () => {
  const nullable = (value: { anyOf?: readonly unknown[] }): boolean => JSON.stringify(value.anyOf?.at(-1)) === '{"type":"null"}';
  const sizes = extending.properties.services;
  expect(nullable(sizes)).toBe(true);
  expect(nullable(sizes.anyOf[0].properties.redis)).toBe(true);
  expect(nullable(sizes.anyOf[0].properties.redis.anyOf[0].properties.cpu)).toBe(true);
  expect(sizes.anyOf[0].properties.redis.anyOf[0]).not.toHaveProperty('required');
});
