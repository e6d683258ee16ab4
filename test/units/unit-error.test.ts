import { UnitError } from '../../lib/units/unit-error';

it('says what was expected and what was found', () => {
  expect(new UnitError('a number', 'x').message).toBe('expected a number, got "x"');
});

it('adds the hint in parentheses', () => {
  expect(new UnitError('a number', 'x', 'write 1').message).toBe('expected a number, got "x" (write 1)');
});

it('is an error that can be told from others', () => {
  expect(new UnitError('a', 'b')).toBeInstanceOf(Error);
  expect(new UnitError('a', 'b')).toMatchObject({ expected: 'a', found: 'b', hint: undefined });
});
