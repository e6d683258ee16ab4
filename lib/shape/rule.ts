import * as v from 'valibot';

/** Says something at a place below a value. */
export type At = (message: string, ...path: readonly string[]) => void;

/** Whether nothing is wrong yet with the value at a path, with what is in it and with what it is in. */
export type Sound = (path: string) => boolean;

/**
 * A rule over several values of a map, each complaint at its own place.
 *
 * @param reads the paths of the values that it looks at: it says nothing where one of them is wrong by itself
 */
export const rule = <Value>(reads: readonly string[], complain: (value: Value, at: At, sound: Sound) => void): v.RawCheckAction<Value> =>
  v.rawCheck<Value>(({ dataset, addIssue }) => {
    // What is no map at all is told about already.
    if (typeof dataset.value !== 'object' || dataset.value === null) return;
    const wrong = (dataset.issues ?? []).map(({ path = [] }) => path.map(({ key }) => String(key)));
    const sound: Sound = (path) => {
      const keys = path.split('.');
      return !wrong.some((other) => keys.slice(0, other.length).every((key, depth) => key === other[depth]));
    };
    if (!reads.every(sound)) return;
    complain(
      dataset.value as Value,
      (message, ...path) => {
        // At a value that is wrong by itself, one thing is said.
        if (sound(path.join('.'))) addIssue({ message, path: path.map(item) as unknown as [v.ObjectPathItem] });
      },
      sound,
    );
  });

const item = (key: string) => ({ type: 'object', origin: 'value', input: {}, key, value: undefined });
