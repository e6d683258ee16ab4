import { MASKS } from '../../lib/platform/logging/masks/masks';

/** A record as the collector stores it: the masks, run by JavaScript in place of RE2. */
export const masked = (text: string): string =>
  MASKS.reduce((masking, { pattern, anyCase, by, has }) => {
    if (has?.every((part) => !masking.includes(part))) return masking;
    return masking.replaceAll(new RegExp(pattern, anyCase ? 'gi' : 'g'), by);
  }, text);
