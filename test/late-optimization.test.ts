import v8 from 'node:v8';
import { optimizeLate } from '../lib/late-optimization';

afterEach(() => jest.restoreAllMocks());

it.each([
  ['20.20.2', 1],
  ['22.3.0', 0],
  ['24.0.0', 0],
])('sets a flag of V8 in Node %s %i times: others do not know it', (version, times) => {
  const set = jest.spyOn(v8, 'setFlagsFromString').mockReturnValue(undefined);
  const ask = jest.spyOn(process, 'getBuiltinModule').mockReturnValue(v8);
  optimizeLate(version);
  expect(set).toHaveBeenCalledTimes(times);
  expect(ask).toHaveBeenCalledTimes(times);
});
