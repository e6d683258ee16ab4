import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fmsynth, ROOT } from '../support/cli';

it('prints the schema that is committed', async () => {
  expect(await fmsynth(['schema'])).toEqual({
    code: 0,
    stdout: readFileSync(join(ROOT, 'profiles/profile.schema.json'), 'utf8'),
    stderr: '',
  });
});
