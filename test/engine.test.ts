import fc from 'fast-check';
import { askEngine, DESKTOP_KEEP, readEngineInfo } from '../lib/engine';
import { InputError } from '../lib/problem';
import { withDocker } from './support/engine';
import { problemsOf } from './support/problems';

const info = (values: object): string =>
  JSON.stringify({ MemTotal: 8_342_437_888, NCPU: 4, OperatingSystem: 'Debian GNU/Linux 12', ...values });

it('reads memory rounded down to MiB and CPUs', () => {
  expect(readEngineInfo(info({}))).toMatchObject({ memory: { mebibytes: 7955 }, cpus: { millicores: 4000 }, desktop: false });
});

it('knows Docker Desktop by its operating system', () => {
  expect(readEngineInfo(info({ OperatingSystem: 'Docker Desktop' })).desktop).toBe(true);
  expect(readEngineInfo(info({ OperatingSystem: undefined })).desktop).toBe(false);
});

it('keeps 512 MiB in the virtual machine of Docker Desktop', () => {
  expect(DESKTOP_KEEP.mebibytes).toBe(512);
});

it.each([
  ['no memory', info({ MemTotal: 0 }), 'it did not say how much memory and how many CPUs it has'],
  ['memory as a text', info({ MemTotal: '8 GB' }), 'it did not say how much memory and how many CPUs it has'],
  ['no CPUs', info({ NCPU: undefined }), 'it did not say how much memory and how many CPUs it has'],
  ['null', 'null', 'it did not say how much memory and how many CPUs it has'],
  ['nothing', '', 'its answer is not JSON'],
  ['a sentence', 'Cannot connect to the Docker daemon', 'its answer is not JSON'],
])('rejects an answer with %s and says what to do', (_, text, reason) => {
  expect(problemsOf(() => readEngineInfo(text))).toEqual([
    `--fit auto: the Docker engine could not be asked (${reason}): start it, or give the size, such as --fit 8Gi`,
  ]);
});

it('rejects any answer with an InputError or reads it', () => {
  const number = fc.oneof(fc.integer(), fc.double());
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.record({ MemTotal: number, NCPU: number }).map(info)), (text) => {
      try {
        expect(Number.isSafeInteger(readEngineInfo(text).memory.mebibytes)).toBe(true);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { numRuns: 200 },
  );
});

it.each([
  ['does not answer in time', 'exec sleep 60', 'no answer within 0.2 seconds'],
  ['is not running', 'echo Cannot connect to the Docker daemon >&2; exit 1', 'Cannot connect to the Docker daemon'],
])('rejects an engine that %s and says what to do', async (_, script, reason) => {
  await expect(askEngine(withDocker(script), 0.2)).rejects.toThrow(
    `--fit auto: the Docker engine could not be asked (${reason}): start it, or give the size, such as --fit 8Gi`,
  );
});

it('rejects a machine without Docker', async () => {
  await expect(askEngine({ PATH: '/nowhere' })).rejects.toThrow('there is no docker command');
});
