import { indexed, open } from '../../lib/checks/finding';

it('counts what is not accepted, even if the reason is short', () => {
  const finding = { code: 'placeholder', severity: 'error', subject: 's', message: 'm' } as const;
  expect(open([finding, { ...finding, accepted: '-' }, { ...finding, accepted: undefined }])).toEqual([
    finding,
    { ...finding, accepted: undefined },
  ]);
});

it('is a line of an index, with what tells it from others', () => {
  const finding = { code: 'placeholder', severity: 'error', subject: 'images.agent', message: 'm' } as const;
  expect(indexed(finding)).toBe('error placeholder images.agent');
  expect(indexed({ ...finding, severity: 'warning', accepted: '' })).toBe('accepted warning placeholder images.agent');
});
