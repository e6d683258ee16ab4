import * as v from 'valibot';
import { bucket } from '../shape/cluster-values';
import { formerly, parsedText, section, wholeNumber } from '../shape/values';
import { SCHEDULE, schedule } from '../units/schedule';

/** What stays of copies: a number that was called `keep` whatever it counted. @param says what it counts */
export const staying = (says: string) => formerly('keep', v.optional(wholeNumber(1, 3650, says), 7));

/** Where copies of the data go, and when. @param stays what says how much of them stays */
export const backup = <const Stays extends v.ObjectEntries>(what: string, stays: Stays) =>
  v.optional(
    section(
      {
        bucket: bucket('Where they go.'),
        schedule: v.optional(parsedText(schedule, SCHEDULE, 'When one is made, in UTC, as five fields of cron.'), '0 3 * * *'),
        ...stays,
      },
      `${what}. Left out: none are made.`,
    ),
  );
