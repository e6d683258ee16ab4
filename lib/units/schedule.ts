import { Duration } from './duration';
import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** When something is done again and again: five fields of cron, as Kubernetes' CronJobs read them (robfig/cron). */
export type Schedule = string & { readonly [brand]: 'schedule' };

const EXPECTED = 'five fields of cron such as "0 3 * * *"';

interface Field {
  readonly what: string;
  readonly least: number;
  readonly most: number;
  /** Names of its values, from `least` on. @default - it has none */
  readonly names?: readonly string[];
}

const MINUTE: Field = { what: 'minute', least: 0, most: 59 };
const HOUR: Field = { what: 'hour', least: 0, most: 23 };
const DAY: Field = { what: 'day', least: 1, most: 31 };
const MONTH: Field = {
  what: 'month',
  least: 1,
  most: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAY: Field = { what: 'weekday', least: 0, most: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };

/** The longest that each month can be. */
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const ITEM = '(\\*|[0-9A-Za-z]{1,3}(-[0-9A-Za-z]{1,3})?)(/[0-9]{1,2})?';
const LIST = `${ITEM}(,${ITEM})*`;

/** What editors can tell of it; which numbers a field may have they cannot. */
export const SCHEDULE = new RegExp(`^(?=.{9,250}$)${LIST}( ${LIST}){4}$`);

/** @throws UnitError if Kubernetes would refuse it, or if its time never comes */
export function schedule(text: string): Schedule {
  const refuse = (hint?: string): never => {
    throw new UnitError(EXPECTED, text, hint);
  };
  const macro = Object.hasOwn(MACROS, text) ? MACROS[text] : undefined;
  if (macro !== undefined) refuse(`write ${macro}`);
  if (!SCHEDULE.test(text)) refuse();
  const [minute, hour, day, month, weekday] = text.split(' ') as [string, string, string, string, string];
  for (const [written, field] of [
    [minute, MINUTE],
    [hour, HOUR],
  ] as const)
    valuesOf(written, field, refuse);
  const days = valuesOf(day, DAY, refuse);
  const months = valuesOf(month, MONTH, refuse);
  const weekdays = valuesOf(weekday, WEEKDAY, refuse);
  // Where both are restricted, either is enough.
  const byDayAlone = weekdays.any || days.any;
  const exists = months.values.some((one) => days.values.some((date) => date <= (DAYS_OF_MONTH[one - 1] ?? 0)));
  if (byDayAlone && !exists) refuse('no such day is in that month: it never comes');
  return text as Schedule;
}

const MINUTES_OF_DAY = 24 * 60;
/** Days among which every gap of a calendar is: eight years without a 29 February, as around 2100, and one more. */
const CALENDAR = { from: Date.UTC(2095, 0, 1), days: 366 * 10 };

/** The longest time between two runs, in UTC. */
export function longestWait(schedule: Schedule): Duration {
  const fields = schedule.split(' ') as [string, string, string, string, string];
  const valid = (): never => {
    throw new RangeError(`${schedule} is no schedule`);
  };
  const [minutes, hours, days, months, weekdays] = [MINUTE, HOUR, DAY, MONTH, WEEKDAY].map((field, at) =>
    valuesOf(fields[at] as string, field, valid),
  ) as [Values, Values, Values, Values, Values];
  const times = [...new Set(hours.values.flatMap((hour) => minutes.values.map((minute) => hour * 60 + minute)))].sort((a, b) => a - b);
  const runsOn = (date: Date): boolean => {
    const byDate = days.values.includes(date.getUTCDate());
    const byWeekday = weekdays.values.includes(date.getUTCDay());
    return months.values.includes(date.getUTCMonth() + 1) && (days.any || weekdays.any ? byDate && byWeekday : byDate || byWeekday);
  };
  // Most run on every day, and need no calendar.
  const length = days.any && months.any && weekdays.any ? 2 : CALENDAR.days;
  const dates = Array.from({ length }, (_, day) => day).filter((day) => runsOn(new Date(CALENDAR.from + day * 86_400_000)));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const gaps = [
    ...times.slice(1).map((time, before) => time - (times[before] as number)),
    ...dates.slice(1).map((day, before) => (day - (dates[before] as number)) * MINUTES_OF_DAY + first - last),
  ];
  return new Duration(gaps.reduce((most, gap) => Math.max(most, gap), 0) * 60);
}

interface Values {
  readonly values: readonly number[];
  /** Every value: a field that says nothing. */
  readonly any: boolean;
}

function valuesOf(written: string, field: Field, refuse: (hint: string) => never): Values {
  const ranges = written.split(',').map((item) => rangeOf(item, field, refuse));
  return { values: ranges.flatMap(({ values }) => values), any: ranges.some(({ any }) => any) };
}

function rangeOf(item: string, field: Field, refuse: (hint: string) => never): Values {
  const { what, least, most } = field;
  const [range = '', stepText] = item.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step === 0) refuse(`a step of the ${what} is at least 1`);
  const number = (text: string): number => {
    const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
    const value = named >= 0 ? least + named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) refuse(`the ${what} is from ${least} to ${most}${field === WEEKDAY ? ': Sunday is 0' : ''}`);
    return value;
  };
  const [from = '', to] = range.split('-');
  const first = range === '*' ? least : number(from);
  const last = range === '*' || (to === undefined && stepText !== undefined) ? most : number(to ?? from);
  if (first > last) refuse(`a range of the ${what} goes up, this one goes from ${from} down to ${to}`);
  return {
    values: Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step),
    any: range === '*' && step === 1,
  };
}
