import { open } from '../../lib/checks/finding';

it('counts what is not accepted, even if the reason is short', () => {
  const finding = { code: 'placeholder', severity: 'error', subject: 's', message: 'm' } as const;
  expect(open([finding, { ...finding, accepted: '-' }, { ...finding, accepted: undefined }])).toEqual([
    finding,
    { ...finding, accepted: undefined },
  ]);
});
