import * as v from 'valibot';
import type { Where } from '../model/environment';
import type { Setting, Settings, Values } from '../model/setting';
import { ANYWHERE, destinations, url } from '../shape/cluster-values';
import { expecting, explainedBy, listOf, neverList, oneOf, parsedText, section, sizeText, text, wholeNumber } from '../shape/values';
import { looksSecret } from '../text';
import { Memory } from '../units/memory';
import { UnitError } from '../units/unit-error';
import { SECRETS_BELONG, VARIABLE, variableName } from '../units/variable-name';
import type { SizedService } from './sized-service';

/** The entries of a service beside its size: what it says itself, settings of its image if there are any, and any other variable. */
export const configuration = ({ configurable }: SizedService, where: Where): Entries => {
  const settings = configurable?.settings ?? {};
  return {
    ...configurable?.[where],
    ...(Object.keys(settings).length === 0
      ? {}
      : { settings: v.optional(group(settings, "What the service's own code can be told.", where)) }),
    environment: v.optional(environment),
  } as Entries;
};

/** A service of which nothing is known has no settings: they are an unknown key then. What it says itself, it alone reads. */
type Entries = {
  readonly settings: v.OptionalSchema<v.GenericSchema<Values>, undefined>;
  readonly environment: v.OptionalSchema<v.GenericSchema<Readonly<Record<string, string>>>, undefined>;
};

const group = (settings: Settings, says: string, where: Where): v.GenericSchema<Values> =>
  section(
    Object.fromEntries(
      Object.entries(settings).flatMap(([name, setting]) =>
        setting.kind === 'networks' && where === 'laptop' ? [] : [[name, v.optional(schemaOf(setting, where))]],
      ),
    ),
    says,
  ) as unknown as v.GenericSchema<Values>;

function schemaOf(setting: Setting, where: Where): v.GenericSchema {
  switch (setting.kind) {
    case 'one-of':
      return oneOf(setting.values, setting.says);
    case 'flag':
      return v.pipe(v.boolean(expecting('true or false')), v.description(setting.says));
    case 'number':
      return wholeNumber(setting.least, setting.most, setting.says);
    case 'memory':
      return sizeText(within(setting.least, setting.most), setting.says);
    case 'text':
      return text(setting.pattern, setting.expected, setting.says);
    case 'texts':
      return listOf(text(setting.pattern, setting.expected, ''), MOST_TEXTS, setting.what, setting.says);
    case 'url':
      return url(setting.says, setting.example);
    case 'networks':
      return destinations(ANYWHERE, setting.says);
    case 'group':
      return group(setting.settings, setting.says, where);
  }
}

const MOST_TEXTS = 100;

const within =
  (least: Memory, most: Memory) =>
  (written: string): Memory => {
    const amount = Memory.parse(written);
    if (least.exceeds(amount) || amount.exceeds(most)) throw new UnitError(`${least} to ${most}`, written);
    return amount;
  };

/** More than a variable that somebody writes by hand. A kernel takes 128 KiB. */
const LONGEST = 8192;

const VALUE = new RegExp(`^[\\s\\S]{0,${LONGEST}}$`);

/** What one variable holds. Never shown: who errs may have written a secret. */
function variableValue(written: string): string {
  if (!VALUE.test(written)) throw new UnitError(`a text of at most ${LONGEST} characters`, written, undefined, 'untold');
  if (looksSecret(written)) throw new UnitError('a text without a password, a token or a key', written, SECRETS_BELONG, 'untold');
  return written;
}

const IN_QUOTES = ({ input }: { readonly input: unknown }): string =>
  typeof input === 'number' || typeof input === 'boolean'
    ? `expected a text, got ${input} (write it in quotes: "${input}")`
    : expecting('a text')({ input });

/** Variables that we know nothing of. */
const environment = v.pipe(
  neverList(
    v.record(
      parsedText(variableName, VARIABLE, ''),
      v.pipe(
        v.string(IN_QUOTES),
        v.regex(VALUE, explainedBy(variableValue)),
        v.rawCheck(({ dataset, addIssue }) => {
          if (dataset.typed && looksSecret(dataset.value)) addIssue({ message: explainedBy(variableValue)({ input: dataset.value }) });
        }),
      ),
      expecting('a map of variables and texts such as { LOG_FORMAT: console }'),
    ),
  ),
  v.description(
    'Other variables of its containers, each a text: for what its code reads and no setting says. Never a secret, and never what the program sets itself. Left out: none.',
  ),
);
