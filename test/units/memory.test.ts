import fc from 'fast-check';
import { inOneUnit, Memory } from '../../lib/units/memory';
import { UnitError } from '../../lib/units/unit-error';
import { anyText } from '../support/any-text';
import { thrownBy } from '../support/problems';

const mib = (amount: number): Memory => Memory.ofMebibytes(amount);

describe('reading', () => {
  it.each([
    ['512Mi', 512],
    ['1.5Gi', 1536],
    ['2Gi', 2048],
    ['0.25Gi', 256],
    ['1.0Mi', 1],
    ['0Mi', 0],
    ['99999999Mi', 99_999_999],
  ])('reads %s as %d MiB', (text, mebibytes) => {
    expect(Memory.parse(text).mebibytes).toBe(mebibytes);
  });

  it.each([
    ['512m', '512 MiB to Compose, 512 thousandths of a byte to Kubernetes: write 512Mi'],
    ['1024m', '1024 MiB to Compose, 1024 thousandths of a byte to Kubernetes: write 1Gi'],
    ['1g', '1 GiB to Compose: write 1Gi'],
    ['0.5g', '0.5 GiB to Compose: write 512Mi'],
    ['512M', '488 MiB if SI, 512 MiB to Compose: write 512Mi'],
    ['512MB', '488 MiB if SI, 512 MiB to Compose: write 512Mi'],
    ['512mb', '488 MiB if SI, 512 MiB to Compose: write 512Mi'],
    ['1G', '954 MiB if SI, 1 GiB to Compose: write 1Gi'],
    ['2GB', '1907 MiB if SI, 2 GiB to Compose: write 2Gi'],
    ['512MiB', 'write 512Mi'],
    ['512mi', 'write 512Mi'],
    ['1.5GiB', 'write 1536Mi'],
    ['2gi', 'write 2Gi'],
    ['1Ti', 'write 1024Gi'],
    ['2t', 'write 2048Gi'],
    ['524288k', 'sizes are whole MiB: write 512Mi'],
    ['524288Ki', 'sizes are whole MiB: write 512Mi'],
    ['512', 'a bare number is bytes to Compose and Kubernetes: write 512Mi'],
    ['536870912', 'a bare number is bytes to Compose and Kubernetes: write 512Mi'],
    ['-512Mi', 'memory cannot be negative'],
    ['-1', 'memory cannot be negative'],
    ['1.3Mi', 'not a whole number of MiB: write 1Mi'],
    ['1.3333Gi', 'not a whole number of MiB: write 1365Mi'],
    ['0.0001Gi', 'not a whole number of MiB: write 1Mi'],
    ['123456789Mi', 'more than any machine has'],
    ['1.00000Gi', 'write 1Gi'],
    ['99999999Gi', 'more than any machine has'],
    ['1048575', 'a bare number is bytes to Compose and Kubernetes: write 1048575Mi'],
    ['1048576', 'a bare number is bytes to Compose and Kubernetes: write 1Mi'],
    ['99999999MB', '95367431 MiB if SI, 99999999 MiB to Compose: write 99999999Mi'],
    ['100000000m', '100000000 MiB to Compose, 100000000 thousandths of a byte to Kubernetes: more than any machine has'],
  ])('rejects %s and says what it would have meant', (text, hint) => {
    expect(thrownBy(() => Memory.parse(text))).toMatchObject({
      expected: 'memory such as 512Mi or 1.5Gi',
      found: text,
      hint,
      message: `expected memory such as 512Mi or 1.5Gi, got "${text}" (${hint})`,
    });
  });

  it.each([
    '',
    ' ',
    'Mi',
    'Gi',
    'abc',
    'NaN',
    '.nan',
    'Infinity',
    '1e3',
    '1e3Mi',
    '0x10Mi',
    '.5Gi',
    '1.Gi',
    '1,5Gi',
    '512Mi512Mi',
    '512Mi\n',
    '0',
    '0g',
    '512b',
    'x512m',
    '512m!',
  ])('rejects %j, and does not guess what it would have meant', (text) => {
    expect(thrownBy(() => Memory.parse(text))).toBeInstanceOf(UnitError);
    expect(thrownBy(() => Memory.parse(text))).toMatchObject({ hint: undefined });
  });

  it.each(['512 Mi', '+512Mi', '524288kB', '524288KiB'])('rejects %s and tells to write 512Mi', (text) => {
    expect(thrownBy(() => Memory.parse(text))).toMatchObject({ hint: expect.stringMatching(/write 512Mi$/) });
  });

  it.each(['0.5', '1.5'])('rejects the bare number %s without advising what it would refuse', (text) => {
    const { hint } = thrownBy(() => Memory.parse(text)) as UnitError;
    expect(() => Memory.parse(/write (\S+)$/.exec(hint ?? '')?.[1] ?? '')).not.toThrow();
  });

  it('advises only what it reads itself', () => {
    const suffix = fc.constantFrom(
      '',
      'b',
      'k',
      'K',
      'kb',
      'KB',
      'Ki',
      'm',
      'M',
      'mb',
      'MB',
      'MiB',
      'g',
      'G',
      'GB',
      'gi',
      't',
      'T',
      'TB',
      'Ti',
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999 }), suffix, (amount, unit) => {
        const { hint } = thrownBy(() => Memory.parse(`${amount}${unit}`)) as UnitError;
        const advice = /write (\S+)$/.exec(hint ?? '');
        if (advice?.[1] !== undefined) Memory.parse(advice[1]);
      }),
      { numRuns: 300 },
    );
  });

  it('rejects any text either with a UnitError or reads it as a whole number of MiB', () => {
    const nearly = fc.stringMatching(/^[-+]?\d{0,10}\.?\d{0,6} ?[kKmMgGtT]?i?[bB]?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), anyText, nearly), (text) => {
        try {
          expect(Number.isSafeInteger(Memory.parse(text).mebibytes)).toBe(true);
          expect(text).toMatch(/^\d[\d.]*[MG]i$/);
        } catch (error) {
          if (!(error instanceof UnitError)) throw error;
          expect(error.found).toBe(text);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('writing', () => {
  it.each([
    [0, '0Mi'],
    [512, '512Mi'],
    [1024, '1Gi'],
    [1536, '1536Mi'],
    [2048, '2Gi'],
  ])('writes %d MiB as %s', (mebibytes, text) => {
    expect(String(mib(mebibytes))).toBe(text);
    expect(JSON.stringify(mib(mebibytes))).toBe(`"${text}"`);
  });

  it('writes what it reads as the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (amount) => {
        expect(Memory.parse(String(mib(amount))).mebibytes).toBe(amount);
      }),
      { numRuns: 300 },
    );
  });

  it('writes even the largest amounts so that it can read them again', () => {
    const largest = Memory.parse('97656Gi');
    expect(Memory.parse(String(largest))).toEqual(largest);
  });

  it('writes two notations of one amount alike', () => {
    expect(String(Memory.parse('1.5Gi'))).toBe(String(Memory.parse('1536Mi')));
  });
});

describe('making', () => {
  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('rejects %d MiB', (amount) => {
    expect(() => mib(amount)).toThrow(RangeError);
  });

  it('rounds bytes down to whole MiB', () => {
    expect(Memory.ofBytes(1024 * 1024 - 1).mebibytes).toBe(0);
    expect(Memory.ofBytes(8_342_437_888).mebibytes).toBe(7955);
  });

  it('says how many bytes it is', () => {
    expect(mib(512).bytes).toBe(536_870_912);
  });
});

describe('counting', () => {
  it('adds up', () => {
    expect(Memory.sum([mib(1), mib(2), mib(3)]).mebibytes).toBe(6);
    expect(Memory.sum([]).mebibytes).toBe(0);
    expect(mib(1).plus(mib(2)).mebibytes).toBe(3);
  });

  it('is over another by what it has more, and by nothing when it has less', () => {
    expect(mib(5).over(mib(3)).mebibytes).toBe(2);
    expect(mib(3).over(mib(5)).mebibytes).toBe(0);
  });

  it('exceeds only what is smaller', () => {
    expect(mib(2).exceeds(mib(1))).toBe(true);
    expect(mib(2).exceeds(mib(2))).toBe(false);
    expect(mib(1).exceeds(mib(2))).toBe(false);
  });

  it('gives the smaller of two', () => {
    expect(mib(1).smallerOf(mib(2)).mebibytes).toBe(1);
    expect(mib(2).smallerOf(mib(1)).mebibytes).toBe(1);
  });

  it('takes a whole number of times', () => {
    expect([0, 1, 3].map((count) => mib(5).times(count).mebibytes)).toEqual([0, 5, 15]);
    for (const count of [-1, 0.5, Number.NaN]) expect(() => mib(5).times(count)).toThrow(RangeError);
  });

  it('rounds a fraction down', () => {
    expect(mib(100).fraction(2, 3).mebibytes).toBe(66);
    expect(mib(512).fraction(5, 8).mebibytes).toBe(320);
    expect(mib(100).fraction(1, 1).mebibytes).toBe(100);
  });
});

it.each([
  ['2Gi', '1536Mi', ['2048Mi', '1536Mi']],
  ['1536Mi', '2Gi', ['1536Mi', '2048Mi']],
  ['2Gi', '3Gi', ['2Gi', '3Gi']],
  ['1500Mi', '512Mi', ['1500Mi', '512Mi']],
])('writes %s and %s in one unit', (one, other, texts) => {
  expect(inOneUnit(Memory.parse(one), Memory.parse(other))).toEqual(texts);
});
