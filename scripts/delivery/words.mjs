// `node scripts/delivery/words.mjs "WORDS"`: fails unless the action is told to do what it can: a misspelt word would do nothing, and succeed.
import { stop } from './program.mjs';

const KNOWN = ['check', 'diff', 'publish'];
const words = (process.argv[2] ?? '').split(/\s+/).filter(Boolean);
const unknown = words.filter((word) => !KNOWN.includes(word));
if (words.length === 0 || unknown.length > 0)
  stop(`run: expected ${KNOWN.join(', ')} or several of them, got ${JSON.stringify(unknown[0] ?? '')}`);
