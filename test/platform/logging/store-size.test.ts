import { heapUnder, indexSizeOn, lostWithMember, storeRemarks } from '../../../lib/platform/logging/store-size';
import { Memory } from '../../../lib/units/memory';

interface Asked {
  readonly days?: number;
  readonly perDay?: string;
  readonly disk?: string;
  readonly memory?: string;
  readonly replicas?: number;
}

const remarks = ({ days = 7, perDay = '2Gi', disk = '20Gi', memory = '1792Mi', replicas = 3 }: Asked) => {
  const limit = Memory.parse(memory);
  return storeRemarks(
    { replicas, memory: { request: limit, limit }, volume: { size: Memory.parse(disk) } },
    { retentionDays: days, perDay: Memory.parse(perDay) },
    2,
  );
};
const codes = (asked: Asked): readonly string[] => remarks(asked).map((one) => ('code' in one ? one.code : one.hazard.code));

it('finds nothing at the usual sizes', () => {
  expect(remarks({})).toEqual([]);
});

describe('the disks', () => {
  it('hold what is wanted of them up to three quarters, twice', () => {
    // 45 GiB of 60: eleven days of 4 GiB.
    expect(codes({ days: 11, memory: '8Gi' })).not.toContain('log-disks-too-small');
    expect(codes({ days: 12, memory: '8Gi' })).toEqual(['log-disks-too-small']);
    expect(codes({ days: 12, memory: '8Gi', disk: '22Gi' })).not.toContain('log-disks-too-small');
    expect(codes({ days: 12, memory: '8Gi', replicas: 5 })).toEqual([]);
    expect(codes({ days: 12, memory: '8Gi', perDay: '1Gi' })).toEqual([]);
  });

  it('hold it also when a member is away, and its copies are on the others', () => {
    // 30 GiB of 40: seven days of 4 GiB.
    expect(codes({ days: 7, memory: '8Gi' })).toEqual([]);
    expect(codes({ days: 8, memory: '8Gi' })).toEqual(['log-disks-short-after-loss']);
    expect(codes({ days: 11, memory: '8Gi', replicas: 5 })).toEqual([]);
    expect(remarks({ days: 8, memory: '8Gi' })).toEqual([
      {
        code: 'log-disks-short-after-loss',
        severity: 'warning',
        at: ['volume', 'size'],
        message:
          '8 days of 2Gi each take 32Gi on two members each, and 75 % of the disks that are left without one member is 30Gi: it keeps about 7 days',
      },
    ]);
  });

  it('lose what does not fit on those of the others', () => {
    const lost = (days: number) =>
      lostWithMember({ replicas: 3, volume: { size: Memory.parse('20Gi') } }, { retentionDays: days, perDay: Memory.parse('2Gi') });
    expect(lost(7)).toBeUndefined();
    expect(lost(8)).toMatch(/^lines older than about 7 days, /);
  });

  it('are named with what they keep instead', () => {
    const [remark] = remarks({ days: 12, memory: '8Gi' });
    expect(remark).toEqual({
      code: 'log-disks-too-small',
      severity: 'warning',
      at: ['volume', 'size'],
      message: '12 days of 2Gi each take 48Gi on two members each, and 75 % of its disks is 45Gi: it keeps about 11 days',
    });
  });

  it.each([
    ['22Gi', 'about one day'],
    ['1024Gi', 'less than a day'],
  ])('keep at %s a day little', (perDay, kept) => {
    const [remark] = remarks({ perDay });
    expect(remark).toMatchObject({ message: expect.stringMatching(`: it keeps ${kept}$`) });
  });
});

describe('the heap', () => {
  it('is half of the limit', () => {
    expect(String(heapUnder(Memory.parse('1792Mi')))).toBe('896Mi');
    expect(String(heapUnder(Memory.parse('62Gi')))).toBe('31Gi');
    expect(String(heapUnder(Memory.parse('128Gi')))).toBe('31Gi');
  });

  it('serves so many shards', () => {
    // An index has 6.25 GiB, so each day has one of each stream: 60, each on two of three members.
    expect(codes({ days: 30, disk: '100Gi' })).toEqual(['log-heap-too-small']);
    expect(codes({ days: 30, disk: '100Gi', memory: '4Gi' })).toEqual([]);
    expect(codes({ days: 30, disk: '100Gi', replicas: 7 })).toEqual([]);
    expect(codes({ days: 15, disk: '100Gi' })).toEqual([]);
  });

  it('is named with how many it would be', () => {
    expect(remarks({ days: 30, disk: '100Gi' })).toEqual([
      {
        code: 'log-heap-too-small',
        severity: 'warning',
        at: ['memory', 'limit'],
        message: '30 days are about 40 shards on each member, and a heap of 896Mi serves 21 (25 for each GiB)',
      },
    ]);
  });

  it('has more to serve where indices are smaller', () => {
    expect(String(indexSizeOn(Memory.parse('20Gi')))).toBe('1280Mi');
    expect(codes({ days: 15, perDay: '2Gi', disk: '35Gi' })).not.toContain('log-heap-too-small');
    expect(codes({ days: 15, perDay: '2Gi', disk: '30Gi' })).toContain('log-heap-too-small');
  });
});
