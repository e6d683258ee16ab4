import * as v from 'valibot';
import { bucket } from '../shape/cluster-values';
import { parsedText, section, wholeNumber } from '../shape/values';
import { SCHEDULE, schedule } from '../units/schedule';

/** Where copies of the data go, and when. @param kept what stays of them */
export const backup = (what: string, kept: string) =>
  v.optional(
    section(
      {
        bucket: bucket('Where they go.'),
        schedule: v.optional(parsedText(schedule, SCHEDULE, 'When one is made, in UTC: five fields of cron.'), '0 3 * * *'),
        keep: v.optional(wholeNumber(1, 3650, kept), 7),
      },
      `${what}. Left out: there are none.`,
    ),
  );

export type BackupSettings = NonNullable<v.InferOutput<ReturnType<typeof backup>>>;
