import { demandsOf, loosened } from '../../lib/profile/loosened';

const text = { type: 'string', pattern: '^a' };
const size = { type: 'object', properties: { least: { type: 'integer' }, most: { type: 'integer' } }, required: ['least', 'most'] };

describe('a shape with nothing required', () => {
  it.each([
    ['a text', text, { type: ['string', 'null'], pattern: '^a' }],
    ['one of several words', { type: 'string', enum: ['a', 'b'] }, { type: ['string', 'null'], enum: ['a', 'b', null] }],
    ['a word', { const: 'a' }, { enum: ['a', null] }],
    ['one of several shapes', { anyOf: [text, size] }, { anyOf: [text, loosened(size), { type: 'null' }] }],
    ['a list, but no item', { type: 'array', items: size }, { type: ['array', 'null'], items: size }],
  ])('takes null instead of %s', (_, inner, expected) => {
    expect(JSON.parse(JSON.stringify(loosened({ type: 'object', properties: { inner }, required: ['inner'] })))).toEqual({
      type: 'object',
      properties: { inner: expected },
    });
  });

  it('takes null in a map of any keys', () => {
    expect(loosened({ type: 'object', additionalProperties: text })).toEqual({
      type: 'object',
      additionalProperties: { ...text, type: ['string', 'null'] },
    });
  });

  it('keeps whether other keys are known', () => {
    expect(loosened({ type: 'object', properties: {}, additionalProperties: false })).toMatchObject({ additionalProperties: false });
  });
});

describe('what a shape requires', () => {
  it('is nothing where everything may be left out', () => {
    expect(demandsOf(text)).toBeUndefined();
    expect(demandsOf({ type: 'object', properties: { text }, required: [] })).toBeUndefined();
    expect(demandsOf({ anyOf: [text, { type: 'integer' }] })).toBeUndefined();
  });

  it('is where it stands, and nothing beside it', () => {
    expect(demandsOf({ type: 'object', properties: { size, text }, required: [], description: 'Both.' })).toEqual({
      type: 'object',
      properties: { size: { type: 'object', properties: { least: {}, most: {} }, required: ['least', 'most'] } },
    });
  });

  it('names what may be there instead', () => {
    expect(JSON.parse(JSON.stringify(demandsOf({ anyOf: [{ type: 'integer', minimum: 1 }, { const: 'off' }, size] })))).toEqual({
      anyOf: [{ type: 'integer' }, { const: 'off' }, { type: 'object', properties: { least: {}, most: {} }, required: ['least', 'most'] }],
    });
  });
});
