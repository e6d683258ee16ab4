import fc from 'fast-check';
import { InputError } from '../../../../lib/problem';
import { readEngineInfo } from '../../../../lib/targets/compose/engine/machine';
import { HOST } from '../../../support/engine';
import { problemsOf } from '../../../support/problems';

const info = (values: object): string =>
  JSON.stringify({ MemTotal: 8_342_437_888, NCPU: 4, OperatingSystem: 'Debian GNU/Linux 12', ...values });

const read = (text: string) => readEngineInfo(text, HOST);
const lacks = (values: object) => [...read(info(values)).lacks];

it('reads memory rounded down to MiB and CPUs', () => {
  expect(read(info({}))).toMatchObject({ memory: { mebibytes: 7955 }, cpus: { millicores: 4000 }, place: { kind: 'host' } });
});

describe('the limits that an engine enforces', () => {
  it('are all, where it says nothing of them', () => {
    expect(lacks({})).toEqual([]);
  });

  it('are all that it says to enforce', () => {
    expect(lacks({ MemoryLimit: true, SwapLimit: true, CpuCfsQuota: true, CpuCfsPeriod: true, PidsLimit: true })).toEqual([]);
  });

  it.each([
    [{ MemoryLimit: false, SwapLimit: false }, ['memory', 'swap']],
    [{ SwapLimit: false }, ['swap']],
    [{ CpuCfsQuota: false }, ['cpus']],
    [{ CpuCfsPeriod: false }, ['cpus']],
    [{ PidsLimit: false }, ['processes']],
  ])('lack what %j says', (values, lacking) => {
    expect(lacks(values)).toEqual(lacking);
  });

  it('are none without a driver for control groups, even where it says otherwise', () => {
    const values = { CgroupDriver: 'none', MemoryLimit: true, SwapLimit: true, CpuCfsQuota: true, CpuCfsPeriod: true, PidsLimit: true };
    expect(lacks(values)).toEqual(['memory', 'swap', 'cpus', 'processes']);
  });
});

it.each([
  [['name=seccomp,profile=builtin', 'name=rootless', 'name=cgroupns'], true],
  [['name=seccomp,profile=builtin'], false],
  ['name=rootless', false],
  [[1, null], false],
])('reads from the security options %j whether it runs without root: %s', (SecurityOptions, rootless) => {
  expect(read(info({ SecurityOptions })).rootless).toBe(rootless);
});

it.each([
  ['no memory', info({ MemTotal: 0 }), 'it did not say how much memory and how many CPUs it has'],
  ['memory as a text', info({ MemTotal: '8 GB' }), 'it did not say how much memory and how many CPUs it has'],
  ['no CPUs', info({ NCPU: undefined }), 'it did not say how much memory and how many CPUs it has'],
  ['null', 'null', 'it did not say how much memory and how many CPUs it has'],
  ['a number', '5', 'it did not say how much memory and how many CPUs it has'],
  ['a list', '[]', 'it did not say how much memory and how many CPUs it has'],
  ['nothing', '', 'its answer is not JSON'],
  ['a sentence', 'Cannot connect to the Docker daemon', 'its answer is not JSON'],
  ['less memory than nothing', info({ MemTotal: -1 }), 'it says that it has -1 bytes of memory and 4 CPUs, which no machine has'],
  ['some bytes of memory', info({ MemTotal: 5 }), 'it says that it has 5 bytes of memory and 4 CPUs, which no machine has'],
  ['endless memory', info({ MemTotal: 1e300 }), 'it says that it has 1e+300 bytes of memory and 4 CPUs, which no machine has'],
  ['a part of a CPU', info({ NCPU: 0.5 }), 'it says that it has 8342437888 bytes of memory and 0.5 CPUs, which no machine has'],
  ['a million CPUs', info({ NCPU: 1e6 }), 'it says that it has 8342437888 bytes of memory and 1000000 CPUs, which no machine has'],
  ['containers of Windows', info({ OSType: 'windows' }), 'it runs containers of windows, and these are of linux: switch Docker to those'],
  [
    'the error of a server that is not there',
    '{"ID":"","MemTotal":0,"NCPU":0,"OSType":"","ServerErrors":["Cannot connect to the Docker daemon. Is it running?"]}',
    'Cannot connect to the Docker daemon. Is it running?',
  ],
])('rejects an answer with %s and says what to do', (_, text, reason) => {
  expect(problemsOf(() => read(text))).toEqual([
    `--fit auto: the Docker engine could not be asked (${reason}): start it, or give the size, such as --fit 8Gi`,
  ]);
});

it('shows no more of an error than a line, and no character that a terminal obeys', () => {
  const [problem = ''] = problemsOf(() => read(JSON.stringify({ ServerErrors: [`\u001b[31m\n${'x'.repeat(10_000)}`] })));
  expect(problem).toContain('(\\u001b[31m\\nxxx');
  expect(problem.length).toBeLessThan(400);
});

it('rejects any answer with an InputError or reads it into memory and CPUs that a profile can have', () => {
  const number = fc.oneof(fc.integer(), fc.double(), fc.bigInt({ min: 0n, max: 2n ** 70n }).map(Number));
  const field = fc.oneof(number, fc.json(), fc.string());
  const fields = ['Name', 'OperatingSystem', 'KernelVersion', 'OSType', 'SecurityOptions', 'ServerErrors', 'CgroupDriver', 'MemoryLimit'];
  const others = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.tuple(fc.record({ MemTotal: field, NCPU: field }), others)), (answer) => {
      const text = typeof answer === 'string' ? answer : JSON.stringify({ ...answer[0], ...answer[1] });
      try {
        const { memory, cpus } = read(text);
        expect(memory.toString()).toMatch(/^\d{1,8}(Mi|Gi)$/);
        expect(cpus.toString()).toMatch(/^\d{1,5}$/);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
