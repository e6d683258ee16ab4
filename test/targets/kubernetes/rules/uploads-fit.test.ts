import { check } from '../../../support/check';
import { uploadsPlan } from '../../../support/uploads';

describe('uploads that would kill who holds them', () => {
  const found = (...assignments: string[]) =>
    check(uploadsPlan(assignments))
      .filter(({ code }) => code === 'uploads-exceed-memory')
      .map(({ severity, subject, message }) => [severity, subject, message]);

  it('are found in memory, with what would do', () => {
    expect(found('services.passer.memory.limit=593Mi')).toEqual([
      [
        'error',
        'passer',
        expect.stringMatching(/with smaller ones that is 594Mi, more than its memory limit of 593Mi: .* lower services\.door\.replicas/),
      ],
    ]);
    expect(found('services.passer.memory.limit=594Mi')).toEqual([]);
    expect(found('services.door.replicas=5')).toEqual([
      [
        'error',
        'passer',
        expect.stringMatching(/^up to 10 replicas of door each admit one upload of 53Mi at a time.* or lower services\.door\.replicas$/),
      ],
      ['error', 'keeper', expect.stringContaining('more than its scratch of 512Mi')],
    ]);
  });
});
