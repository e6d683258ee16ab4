import { storedInWords } from '../../lib/plan/stored';
import { Memory } from '../../lib/units/memory';

const said = (most: string, formerly: string) => storedInWords('cart', { most: Memory.parse(most), formerly: Memory.parse(formerly) });

it('says how much data a service holds, and how much it held under the same limit', () => {
  expect(said('384Mi', '640Mi')).toBe(
    'cart holds at most 384Mi of data; in the first releases 640Mi (docs/runbooks/data-exceeds-memory.md says what to do where more is stored)',
  );
});

it('says one amount where no release changed it', () => {
  expect(said('400Mi', '400Mi')).toBe('cart holds at most 400Mi of data');
});
