import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VALUE_BEGINS } from '../../../lib/platform/logging/masks/marks';
import { MASKS } from '../../../lib/platform/logging/masks/masks';
import { KINDS } from '../../../lib/platform/logging/masks/names';
import { ROOT } from '../../support/cli';
import { maskedBy } from '../../support/masked';

const told = [...readFileSync(join(ROOT, 'lib/platform/logging/masks/marks.ts'), 'utf8').matchAll(/^ \* {3}(\S+) +(.+)$/gm)].map(
  ([, name = '', text = '']) => ({ name, text }),
);

const inWords = (text: string): string =>
  KINDS.reduce((left, { kind, mark }) => left.replaceAll(mark, `[${kind}]`), text.replaceAll(VALUE_BEGINS, '[value]'));

it('changes a text as marks.ts tells, and by no other mask', () => {
  const [before, ...after] = told;
  const found: typeof told = [];
  MASKS.reduce((text, mask) => {
    const left = maskedBy(mask, text);
    if (left !== text) found.push({ name: mask.name, text: inWords(left) });
    return left;
  }, before?.text ?? '');
  expect(found).toEqual(after);
  expect(after.length).toBeGreaterThan(3);
});
