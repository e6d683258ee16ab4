import fc from 'fast-check';
import { longestWait, SCHEDULE, schedule } from '../../lib/units/schedule';
import { UnitError } from '../../lib/units/unit-error';
import { thrownBy } from '../support/problems';

it.each([
  '0 3 * * *',
  '*/15 2-4,22 1,15 JAN-MAR MON',
  '59 23 31 12 6',
  '5/15 0 * * *',
  '00 03 * * *',
  '0 0 29 2 *',
  '0 0 31 1-2 *',
  // Where day and weekday are both given, either is enough.
  '0 0 31 2 1',
  '0 0 * feb sun',
  '0 0 1-31/2 2 *',
  '0-59/59 * * * *',
  '0 0 30/31 1 *',
  '0 0 29-31/2 2 *',
  '0 0 30-31,1 2 *',
  '0 0 31 2,3 *',
  '0 0 31 2 */2',
  '0 0 */1 2 *',
  '0 0 31 2/2 *',
  '0 0 30 2-10/8 *',
])('takes %s', (text) => {
  expect(schedule(text)).toBe(text);
  expect(text).toMatch(SCHEDULE);
});

it.each([
  ['daily', undefined],
  ['', undefined],
  ['0 3 * *', undefined],
  ['0 3 * * * *', undefined],
  ['0  3 * * *', undefined],
  ['CRON_TZ=UTC 0 3 * * *', undefined],
  ['@daily', 'write 0 0 * * *'],
  ['toString', undefined],
  ['60 3 * * *', 'the minute is from 0 to 59'],
  ['0 24 * * *', 'the hour is from 0 to 23'],
  ['0 3 0 * *', 'the day is from 1 to 31'],
  ['0 3 32 * *', 'the day is from 1 to 31'],
  ['0 3 * 13 *', 'the month is from 1 to 12'],
  ['a1 * * * *', 'the minute is from 0 to 59'],
  ['1a * * * *', 'the minute is from 0 to 59'],
  ['123 * * * *', 'the minute is from 0 to 59'],
  ['0 0 30 2 *,*/2', 'no such day is in that month: it never comes'],
  ['0 0 30 2 */1', 'no such day is in that month: it never comes'],
  ['0 0 31 2-6/2 *', 'no such day is in that month: it never comes'],
  ['0 0 31/2 2 *', 'no such day is in that month: it never comes'],
  ['0 0 30-31/2 2 *', 'no such day is in that month: it never comes'],
  ['@hourly', 'write 0 * * * *'],
  ['0 3 * FOO *', 'the month is from 1 to 12'],
  ['0 3 * * 7', 'the weekday is from 0 to 6: Sunday is 0'],
  ['0 3 * * JAN', 'the weekday is from 0 to 6: Sunday is 0'],
  ['5-1 * * * *', 'a range of the minute goes up, this one goes from 5 down to 1'],
  ['0 3 * * FRI-MON', 'a range of the weekday goes up, this one goes from FRI down to MON'],
  ['*/0 * * * *', 'a step of the minute is at least 1'],
  ['0 3 31 2 *', 'no such day is in that month: it never comes'],
  ['0 3 30 2 *', 'no such day is in that month: it never comes'],
  ['0 3 31 4,6,9,11 *', 'no such day is in that month: it never comes'],
  ['0 3 30/1 2 *', 'no such day is in that month: it never comes'],
])('rejects %j', (text, hint) => {
  expect(thrownBy(() => schedule(text))).toMatchObject({ hint, expected: 'five fields of cron such as "0 3 * * *"' });
});

it('reads any text or rejects it with a UnitError', () => {
  const field = fc.stringMatching(/^[0-9*,/A-Z-]{1,6}$/);
  const text = fc.oneof(
    fc.string(),
    fc.array(field, { minLength: 5, maxLength: 5 }).map((fields) => fields.join(' ')),
  );
  fc.assert(
    fc.property(text, (written) => {
      try {
        expect(schedule(written)).toMatch(SCHEDULE);
      } catch (error) {
        if (!(error instanceof UnitError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

describe('the longest time between two runs', () => {
  const HOUR = 3600;
  const DAY = 24 * HOUR;
  it.each([
    ['*/15 * * * *', 900],
    ['17 */6 * * *', 6 * HOUR],
    ['0 3 * * *', DAY],
    ['0 3,5 * * *', 22 * HOUR],
    ['0 3 * * 1-5', 3 * DAY],
    ['0 3 * * 0', 7 * DAY],
    ['0 3 1 * *', 31 * DAY],
    // Either is enough where both are restricted.
    ['0 3 1 * 0', 7 * DAY],
    ['0 3 1 1 *', 366 * DAY],
    ['30 1 29 2 *', (8 * 365 + 1) * DAY],
  ])('of %s is %d seconds', (text, seconds) => {
    expect(longestWait(schedule(text)).seconds).toBe(seconds);
  });
});
