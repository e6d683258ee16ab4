import * as v from 'valibot';

/** A map as a profile writes it. */
type Map = Readonly<Record<string, unknown>>;

/** What this changes of a schema. Holds for whatever `section` and its wrappers build. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly pipe?: readonly Schema[];
}

/**
 * A map of which a profile may leave out what is usual: the usual values lie below what is written, as a profile lies below another one
 * that extends it.
 *
 * @param usual as a profile would write it
 */
export function overUsual<Shape extends v.GenericSchema>(usual: Map, schema: Shape): Shape {
  const run: Shape['~run'] = (dataset, config) => schema['~run']({ value: over(usual, dataset.value) }, config);
  return { ...(leftOut(schema as unknown as Schema, usual) as unknown as Shape), '~run': run };
}

/**
 * A value that may be left out. Its schema is made only when somebody asks for it: most profiles leave such a value out, and making its
 * schema takes longer than reading one.
 *
 * @param make returns the same schema each time
 */
export function optionalLater<Shape extends v.GenericSchema>(make: () => Shape): v.OptionalSchema<Shape, undefined> {
  const schema = v.optional(v.unknown()) as unknown as v.OptionalSchema<Shape, undefined>;
  return Object.defineProperty(schema, 'wrapped', { enumerable: true, get: make });
}

const isMap = (value: unknown): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maps merge, everything else replaces. */
function over(usual: unknown, written: unknown): unknown {
  if (written === undefined) return usual;
  if (!isMap(usual) || !isMap(written)) return written;
  const keys = new Set([...Object.keys(usual), ...Object.keys(written)]);
  return Object.fromEntries([...keys].map((key) => [key, over(usual[key], written[key])]));
}

/** The same shape for whoever reads it, such as an editor: nothing is required that is usual. */
function leftOut(schema: Schema, usual: Map): Schema {
  const { entries, wrapped, pipe } = schema;
  return {
    ...schema,
    ...(wrapped === undefined ? {} : { wrapped: leftOut(wrapped, usual) }),
    ...(pipe?.[0] === undefined ? {} : { pipe: [leftOut(pipe[0], usual), ...pipe.slice(1)] }),
    ...(entries === undefined
      ? {}
      : {
          entries: Object.fromEntries(
            Object.entries(entries).map(([key, entry]) => [key, key in usual ? entryOf(entry, usual[key]) : entry]),
          ),
        }),
  };
}

function entryOf(entry: Schema, usual: unknown): Schema {
  const inner = isMap(usual) ? leftOut(entry, usual) : entry;
  return inner.wrapped === undefined ? ({ ...v.optional(inner as unknown as v.GenericSchema), usual } as unknown as Schema) : inner;
}
