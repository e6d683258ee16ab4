import * as v from 'valibot';

type Options = readonly v.GenericSchema[];

/** One of several shapes. A map is taken for the one whose keys it has, so that what is wrong inside is told where it stands. */
export function choice<const Choices extends Options>(options: Choices, message: v.ErrorMessage<v.UnionIssue<v.BaseIssue<unknown>>>) {
  const any = v.union(options, message);
  const run: (typeof any)['~run'] = (dataset, config) => ((meant(dataset.value, options) ?? any) as typeof any)['~run'](dataset, config);
  return { ...any, '~run': run };
}

/** The one map among the options that has a key of the value's. */
function meant(value: unknown, options: Options): v.GenericSchema | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value);
  const [only, ...more] = options.filter(
    (option) => 'entries' in option && keys.some((key) => Object.hasOwn(option.entries as object, key)),
  );
  return more.length === 0 ? only : undefined;
}
