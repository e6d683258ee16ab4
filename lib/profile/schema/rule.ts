import * as v from 'valibot';

/** Says something at a place below a value. */
export type At = (message: string, ...path: readonly string[]) => void;

/** A rule over several values of a map, each complaint at its own place. */
export const rule = <Value>(complain: (value: Value, at: At) => void): v.RawCheckAction<Value> =>
  v.rawCheck<Value>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    complain(dataset.value, (message, ...path) =>
      addIssue({
        message,
        path: path.map((key) => ({ type: 'object', origin: 'value', input: {}, key, value: undefined })) as unknown as [v.ObjectPathItem],
      }),
    );
  });
