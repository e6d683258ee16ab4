import { profileJsonSchema } from '../../lib/profile/json-schema';
import { services } from '../support/plans';

// biome-ignore lint/suspicious/noExplicitAny: a JSON document of which each test looks at another corner
const schema: any = JSON.parse(profileJsonSchema(services));
const whole = schema.else;
const extending = schema.then;

it('is in the draft that editors of YAML read', () => {
  expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
  expect(JSON.stringify(schema)).not.toContain('$defs');
});

it('ends with a line break and is the same every time', () => {
  expect(profileJsonSchema(services)).toBe(profileJsonSchema(services));
  expect(profileJsonSchema(services).endsWith('}\n')).toBe(true);
});

it('asks for target, machine and services, unless the profile extends another', () => {
  expect(schema.if).toEqual({ required: ['extends'] });
  expect(whole.required).toEqual(['target', 'machine', 'services']);
  expect(extending).not.toHaveProperty('required');
});

it('knows exactly the twelve services', () => {
  expect(Object.keys(whole.properties.services.properties)).toEqual(services.map(({ kind }) => kind));
  expect(whole.properties.services.additionalProperties).toBe(false);
});

it('allows no unknown key anywhere but under accept', () => {
  const { services: sized, machine, switches, accept } = whole.properties;
  for (const map of [whole, machine, switches, sized.properties.redis, sized.properties.redis.properties.memory]) {
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
  expect(limit).toMatchObject({ type: 'number', exclusiveMinimum: 0 });
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
  const sized = extending.properties.services;
  expect(nullable(sized)).toBe(true);
  expect(nullable(sized.anyOf[0].properties.redis)).toBe(true);
  expect(nullable(sized.anyOf[0].properties.redis.anyOf[0].properties.cpu)).toBe(true);
  expect(sized.anyOf[0].properties.redis.anyOf[0]).not.toHaveProperty('required');
});
