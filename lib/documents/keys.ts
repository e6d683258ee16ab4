import * as v from 'valibot';

/** A key that a profile may hold, and all that is below it. */
export interface Key {
  /** Its name in the map that it stands in. */
  readonly name: string;
  /** What it takes, in the words of the message that refuses something else. A map whose keys are listed takes a map. */
  readonly takes: string;
  /** What the amount is at least, and why. @default - no more than `takes` says */
  readonly atLeast?: string;
  readonly required: boolean;
  /** What counts where it is left out. @default - its description says it */
  readonly default?: unknown;
  /** What counts where it is left out of this map, although others of its kind require it. @default - nothing is usual */
  readonly usual?: unknown;
  /** What it is for. */
  readonly says: string;
  /** What it was called before: its path, or its name in the same map. @default - it has always been called so */
  readonly formerly?: string;
  /** In the order of the schema. */
  readonly below: readonly Key[];
}

/** What this reads of a schema. Holds for whatever `lib/shape` builds. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly default?: unknown;
  readonly usual?: unknown;
  readonly item?: Schema;
  readonly options?: unknown;
  readonly formerly?: string;
  readonly pipe?: readonly Schema[];
}

/** The keys of a profile, as its schema describes them. */
export const keysOf = (schema: v.GenericSchema): readonly Key[] => keyOf('', schema as unknown as Schema).below;

function keyOf(name: string, schema: Schema): Key {
  const inner = schema.wrapped ?? schema;
  const [takes, ...further] = inner.entries === undefined ? expectedBy(inner) : ['a map'];
  return {
    name,
    takes: takes as string,
    atLeast: further.find((one) => /^at least |^\S+ to \S+$/.test(one)),
    required: schema.wrapped === undefined || schema.usual !== undefined,
    default: schema.default,
    usual: schema.usual,
    says: v.getDescription(inner as unknown as v.GenericSchema) || '',
    formerly: schema.formerly ?? inner.formerly,
    below: Object.entries(entriesOf(inner)).map(([key, entry]) => keyOf(key, entry)),
  };
}

/** The keys of a map; of a choice those of all maps that can be chosen; of a list those of its items. */
function entriesOf({ entries, options, item }: Schema): Readonly<Record<string, Schema>> {
  if (entries !== undefined) return entries;
  if (item !== undefined) return entriesOf(item);
  // Of a choice between texts the options are the texts.
  const choices = (Array.isArray(options) ? options : []).filter((option): option is Schema => typeof option === 'object');
  return Object.assign({}, ...choices.map(entriesOf));
}

/** What is refused as nothing, as too little and as too much. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = { number: [undefined, -1], string: [undefined, '1Mi', '99999999Gi'] };

/** What a schema says that it expects, first what it takes. @throws Error if it says nothing of its own */
function expectedBy(schema: Schema): readonly string[] {
  const [nothing, ...others] = WRONG[schema.type] ?? [undefined];
  const takes = expectations(firstOf(schema), nothing);
  if (takes.length === 0) throw new Error(`a schema of type ${schema.type} does not say what it expects`);
  const measured = /^(memory|a whole number) /.test(takes[0] as string) ? others.flatMap((value) => expectations(schema, value)) : [];
  return [...new Set([...takes, ...measured])];
}

/** What is at the beginning of a pipe: the checks behind it take its values only. */
const firstOf = (schema: Schema): Schema => (schema.pipe?.[0] === undefined ? schema : firstOf(schema.pipe[0]));

/** `expected memory such as 512Mi, got nothing` */
const EXPECTED = /^expected (.*?)(?:, got .*)?$/s;

const expectations = (schema: Schema, value: unknown): readonly string[] =>
  (v.safeParse(schema as unknown as v.GenericSchema, value).issues ?? []).flatMap(({ message }) => EXPECTED.exec(message)?.[1] ?? []);
