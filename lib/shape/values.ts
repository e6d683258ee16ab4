import * as v from 'valibot';
import { shown } from '../text';
import { Cpu } from '../units/cpu';
import { Memory } from '../units/memory';
import { UnitError } from '../units/unit-error';

/*
 * What the shapes of all profiles are made of: one description for the types, for what the loader accepts and for the JSON
 * Schema that editors read. A message is the whole sentence after the path: what was expected, and what was found.
 */

/** An amount of memory, at least 1Mi or what is given. */
export const memory = (description: string, atLeast?: { readonly amount: Memory; readonly because: string }) =>
  sizeText((text) => {
    const amount = positiveMemory(text);
    if (atLeast === undefined || !atLeast.amount.exceeds(amount)) return amount;
    throw new UnitError(`at least ${atLeast.amount}, ${atLeast.because}`, text);
  }, description);

/** The least memory that something works with, and how that is known. */
export interface Floor {
  readonly memory: Memory;
  readonly evidence: string;
}

/** Memory that a service cannot do with less of. */
export const cap = (floor: Floor, description: string) =>
  memory(description, { amount: floor.memory, because: `its working set (${floor.evidence})` });

export const positiveMemory = (text: string): Memory => {
  const amount = Memory.parse(text);
  if (amount.exceeds(Memory.none)) return amount;
  throw new UnitError('memory above zero such as 512Mi or 1.5Gi', text);
};

/** More than any machine has. */
const MOST_CPUS = 10_000;

/** A number of CPUs within what the target can enforce, of which `least` is what Kubernetes can. */
const cpuWithin = (least: Cpu) => {
  const parse = (text: string): Cpu => {
    const amount = Cpu.parse(text);
    if (amount.millicores === 0) throw new UnitError('a number of CPUs above zero such as 0.5 or 2', text);
    if (least.exceeds(amount)) throw new UnitError(`at least ${least} CPUs, the least that can be enforced`, text);
    if (amount.cores > MOST_CPUS) throw new UnitError(`at most ${MOST_CPUS} CPUs`, text);
    return amount;
  };
  return (description: string) =>
    v.pipe(
      v.number(explainedBy(parse)),
      v.minValue(least.cores, explainedBy(parse)),
      v.maxValue(MOST_CPUS, explainedBy(parse)),
      v.description(description),
      v.rawTransform(({ dataset, addIssue, NEVER }) => parsed(parse, String(dataset.value), addIssue) ?? NEVER),
    );
};

/** As Kubernetes takes it: a thousandth at least. */
export const cpu = cpuWithin(Cpu.parse('0.001'));

/** As Docker and the kernel take it: a hundredth at least. */
export const laptopCpu = cpuWithin(Cpu.parse('0.01'));

/** A text in a unit's notation; the pattern is for editors, the unit itself decides and explains. */
export const sizeText = (parse: (text: string) => Memory, description: string) => parsedText(parse, Memory.pattern, description);

function parsed<T>(parse: (text: string) => T, text: string, addIssue: (issue: { message: string }) => void): T | undefined {
  try {
    return parse(text);
  } catch {
    addIssue({ message: explainedBy(parse)({ input: text }) });
    return undefined;
  }
}

/** The unit's own complaint about a value, whatever the value is. */
export const explainedBy =
  (parse: (text: string) => unknown) =>
  ({ input }: { readonly input: unknown }): string => {
    const text = typeof input === 'string' || typeof input === 'number' ? String(input) : '';
    try {
      parse(text);
      return typeof input === 'number'
        ? `expected a text, got ${describe(input)} (write it in quotes)`
        : `expected a plain value, got ${describe(input)} (write it without quotes)`;
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      const hint = error.hint === undefined ? '' : ` (${error.hint})`;
      return `expected ${error.expected}${error.untold === undefined ? `, got ${describe(input)}` : ''}${hint}`;
    }
  };

export const expecting =
  (expected: string) =>
  ({ input }: { readonly input: unknown }): string =>
    `expected ${expected}, got ${describe(input)}`;

/** How a value looks in a message. */
export function describe(input: unknown): string {
  if (input === undefined || input === null || input === '') return 'nothing';
  if (input === EMPTY) return 'an empty map';
  if (input === LIST || Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a map';
  if (typeof input === 'string') {
    return shown(input);
  }
  return String(input);
}

/** A map with exactly these keys. Unknown ones are found by `unknownKeys`, all of them and with the nearest name. */
export const section = <const Entries extends v.ObjectEntries>(entries: Entries, description: string) =>
  v.pipe(
    neverList(
      v.strictObject(entries, (issue) =>
        issue.expected === 'Object' ? expecting(`a map of ${Object.keys(entries).join(', ')}`)(issue) : wantedBy(entries, issue.expected),
      ),
      Object.values(entries).some(({ type }) => type !== 'optional'),
    ),
    v.description(description),
  );

/** What is said of a key that a map lacks. @param missing its name in quotes, as the schema library has it; of an unknown key nothing is wanted */
function wantedBy(entries: v.ObjectEntries, missing: string): string {
  const [, entry] = Object.entries(entries).find(([key]) => `"${key}"` === missing) ?? [];
  const [issue] = entry === undefined ? [] : (v.safeParse(entry as v.GenericSchema, undefined).issues ?? []);
  return issue?.message ?? `expected no ${missing}`;
}

const LIST = Symbol('a list');
const EMPTY = Symbol('an empty map');

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/**
 * The schema library takes a list for a map with the keys 0, 1 and so on.
 *
 * @param filled whether one thing is said of an empty map, instead of one for each key that it lacks. @default false
 */
export function neverList<Schema extends v.GenericSchema>(schema: Schema, filled = false): Schema {
  const run: Schema['~run'] = (dataset, config) => {
    const value: unknown = Array.isArray(dataset.value) ? LIST : filled && isEmpty(dataset.value) ? EMPTY : dataset.value;
    return schema['~run']({ value }, config);
  };
  return { ...schema, '~run': run };
}

export const flag = (description: string) => v.optional(v.pipe(v.boolean(expecting('true or false')), v.description(description)), false);

export const accept = v.optional(
  v.pipe(
    neverList(
      v.record(
        v.string(),
        v.pipe(v.string(expecting('a reason')), v.regex(/\S/, expecting('a reason'))),
        expecting('a map of finding codes and reasons'),
      ),
    ),
    v.description(
      'Findings that you know of and accept, each with a reason: by code, or by code:subject for one subject. They are shown as accepted and do not count.',
    ),
  ),
  {},
);

export const extendsOther = v.optional(
  v.pipe(
    v.string(expecting('a path')),
    v.description(
      'A profile to start from: the name of a shipped one, or a path relative to this file. Maps are merged, other values replaced, and null removes a key.',
    ),
  ),
);

/** A text that looks like this. */
export const text = (pattern: RegExp, expected: string, description: string) =>
  v.pipe(v.string(expecting(expected)), v.regex(pattern, expecting(expected)), v.description(description));

/** A text in a notation that something reads. */
export const parsedText = <T>(parse: (text: string) => T, pattern: RegExp, description: string) =>
  v.pipe(
    v.string(explainedBy(parse)),
    v.regex(pattern, explainedBy(parse)),
    v.description(description),
    v.rawTransform(({ dataset, addIssue, NEVER }) => parsed(parse, dataset.value, addIssue) ?? NEVER),
  );

/** The most replicas of one service: more than any cluster has room for. */
export const MOST_REPLICAS = 1000;

/** A whole number with an end on both sides. */
export const wholeNumber = (least: number, most: number, description: string) => numberWithin(least, most, 'a whole number', description);

export const portNumber = (description: string) => numberWithin(1, 65_535, 'a port', description);

/** The same, for what `what` says. */
export const numberWithin = (least: number, most: number, what: string, description: string) => {
  const expected = `${what} from ${least} to ${most}`;
  return v.pipe(
    v.number(expecting(expected)),
    v.integer(expecting(expected)),
    v.minValue(least, expecting(expected)),
    v.maxValue(most, expecting(expected)),
    v.description(description),
  );
};

/** A list of at least one: none would mean all, or nothing at all. */
export const listOf = <Item extends v.GenericSchema>(item: Item, most: number, what: string, description: string) => {
  const expected = `a list of 1 to ${most} ${what}`;
  const got = ({ input }: { readonly input: unknown }): string =>
    `expected ${expected}, got ${Array.isArray(input) ? `${input.length === 0 ? 'an empty list' : `${input.length}`}` : describe(input)}`;
  return v.pipe(v.array(item, got), v.minLength(1, got), v.maxLength(most, got), v.description(description));
};

export const oneOf = <const Values extends readonly string[]>(values: Values, description: string) =>
  v.pipe(v.picklist(values, expecting(`one of ${values.join(', ')}`)), v.description(description));

/**
 * A value that had another place or another name: who writes the old one is told the new one.
 *
 * @param was its path from the top of a profile, or the key that it had in the same map
 */
export const formerly = <Schema extends v.GenericSchema>(was: string, schema: Schema): Schema & { readonly formerly: string } => ({
  ...schema,
  formerly: was,
});

/** A map that lacks keys which others of its kind have. @param why for each of them why, and what to do: the end of a sentence on the key */
export const lacking = <Schema extends v.GenericSchema>(
  why: Readonly<Record<string, string>>,
  schema: Schema,
): Schema & { readonly lacks: Readonly<Record<string, string>> } => ({ ...schema, lacks: why });

/** How many pods a service has, under the word that every profile says it by. */
export const replicaCount = <Schema extends v.GenericSchema>(schema: Schema) => formerly('copies', schema);
