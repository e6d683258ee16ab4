import fc from 'fast-check';
import { Cpu } from '../../lib/units/cpu';
import { UnitError } from '../../lib/units/unit-error';
import { thrownBy } from '../support/problems';

it.each([
  ['1', 1000],
  ['0.25', 250],
  ['0.001', 1],
  ['2.50', 2500],
  ['0', 0],
  ['1.001', 1001],
])('reads %s as %d thousandths', (text, millicores) => {
  expect(Cpu.parse(text).millicores).toBe(millicores);
});

it('knows the smaller of two', () => {
  const [half, two] = [Cpu.parse('0.5'), Cpu.parse('2')];
  expect([half.smallerOf(two), two.smallerOf(half), two.smallerOf(Cpu.parse('2'))]).toEqual([half, half, two]);
});

it.each([
  ['500m', 'thousandths of a CPU to Kubernetes: write 0.5'],
  ['1500m', 'thousandths of a CPU to Kubernetes: write 1.5'],
  ['50%', 'write 0.5'],
  ['150%', 'write 1.5'],
  ['12.5%', 'write 0.125'],
  ['12.24%', 'write 0.122'],
  ['01', 'without a leading zero'],
  ['00.5', 'without a leading zero'],
  ['12.2344', 'at most three decimals: write 12.234'],
  ['0.0001', 'at most three decimals: write 0.001'],
  ['12.34e10', 'written out, without an exponent'],
  ['1e+3', 'written out, without an exponent'],
  ['-1', 'a share cannot be negative'],
  ['1.2345', 'at most three decimals: write 1.234'],
  ['1e3', 'written out, without an exponent'],
  ['1E-3', 'written out, without an exponent'],
])('rejects %s and says what it would have meant', (text, hint) => {
  expect(thrownBy(() => Cpu.parse(text))).toMatchObject({
    hint,
    message: `expected a number of CPUs such as 0.5 or 2, got "${text}" (${hint})`,
  });
});

it.each(['', ' ', 'abc', 'two', 'NaN', '.nan', 'Infinity', '0x1', '.5', '1.', '1,5', '1 ', '1\n', '1000000'])('rejects %j', (text) => {
  expect(() => Cpu.parse(text)).toThrow(UnitError);
});

it.each([
  ...['x500m', '500mx', 'xm', 'x50%', '50%x', '5x%', '5.x%', 'x-1', '-x', 'x01', '0x', 'x1.2345', '1.2345x', 'x.2345', '1.x345'],
  ...['x1e3', '1e3x', '1ex', 'e3', '1.xe3', '1,5'],
])('does not guess what %s would have meant', (text) => {
  expect(thrownBy(() => Cpu.parse(text))).toMatchObject({ hint: undefined });
});

it('takes a whole number of times', () => {
  expect([0, 1, 3].map((count) => Cpu.parse('0.25').times(count).cores)).toEqual([0, 0.25, 0.75]);
  for (const count of [-1, 0.5, Number.NaN]) expect(() => Cpu.parse('1').times(count)).toThrow(RangeError);
});

it('rounds a fraction down', () => {
  expect(Cpu.parse('1').fraction(2, 3).millicores).toBe(666);
  expect(Cpu.parse('0.5').fraction(5, 8).millicores).toBe(312);
  expect(Cpu.parse('2').fraction(1, 1).millicores).toBe(2000);
});

it('rejects any text either with a UnitError or reads it as a whole number of thousandths', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,8}\.?\d{0,5}[m%e]?\d?$/)), (text) => {
      try {
        expect(Number.isSafeInteger(Cpu.parse(text).millicores)).toBe(true);
      } catch (error) {
        if (!(error instanceof UnitError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

it('writes what it reads as the same share', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (millicores) => {
      const share = Cpu.parse((millicores / 1000).toFixed(3));
      expect(share.millicores).toBe(millicores);
      expect(Cpu.parse(String(share))).toEqual(share);
      expect(Cpu.cores(share.cores)).toEqual(share);
    }),
    { numRuns: 300 },
  );
});

it('writes two notations of one share alike', () => {
  expect(String(Cpu.parse('1.50'))).toBe('1.5');
  expect(JSON.stringify(Cpu.parse('1.0'))).toBe('"1"');
});

it('adds up without the errors of binary fractions', () => {
  const sum = Cpu.sum(['0.1', '0.2'].map(Cpu.parse));
  expect(sum.cores).toBe(0.3);
  expect(Cpu.sum([]).millicores).toBe(0);
});

it('exceeds only what is smaller', () => {
  expect(Cpu.parse('1.001').exceeds(Cpu.parse('1'))).toBe(true);
  expect(Cpu.parse('1').exceeds(Cpu.parse('1'))).toBe(false);
});

it('is one CPU or several in a sentence', () => {
  expect(['1', '2', '0.5', '0'].map((text) => Cpu.parse(text).inWords())).toEqual(['1 CPU', '2 CPUs', '0.5 CPUs', '0 CPUs']);
});
