import type { Mask } from '../../lib/platform/logging/masks/mask';
import { MASKS } from '../../lib/platform/logging/masks/masks';

/** A record as the collector stores it: the masks, run by JavaScript in place of RE2. */
export const masked = (text: string): string => MASKS.reduce((masking, mask) => maskedBy(mask, masking), text);

/** The same by one mask. */
export function maskedBy({ pattern, anyCase, by, has }: Mask, text: string): string {
  if (has?.every((part) => !text.includes(part))) return text;
  return text.replaceAll(new RegExp(pattern, anyCase ? 'gi' : 'g'), by);
}
