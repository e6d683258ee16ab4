import { COMMANDS } from './commands';
import { ROWS, STATEMENTS } from './databases';
import { HEADERS } from './headers';
import { KEY_VALUE_STORE } from './key-value-store';
import { MAY_BE, STAYS, VALUE_BEGINS } from './marks';
import type { Mask } from './mask';
import { KINDS } from './names';
import { ELEMENTS, OBJECTS, TAGS } from './objects';
import { PRIVATE_KEYS } from './private-keys';
import { QUERIES } from './queries';
import { SEEDS } from './seeds';
import { SENTENCES } from './sentences';
import { BY_THEMSELVES } from './tokens';
import { UNREADABLE_URLS, URLS } from './urls';
import { VALUES } from './values';

const MARKS = [STAYS, VALUE_BEGINS, MAY_BE, ...KINDS.map((kind) => kind.mark)];

/**
 * The masks, in the order in which they run. Each replaces whatever it finds wherever it stands. Some harmless text is replaced as well; what
 * it is, docs/platform.md says.
 */
export const MASKS: readonly Mask[] = [
  { name: 'marks', pattern: `[${MARKS.join('')}]`, by: '', has: MARKS },
  ...PRIVATE_KEYS,
  ...URLS,
  ...QUERIES,
  ...TAGS,
  ...SEEDS,
  ...ROWS,
  ...UNREADABLE_URLS,
  ...HEADERS,
  ...VALUES,
  ...OBJECTS,
  ...SENTENCES,
  ...COMMANDS,
  ...STATEMENTS,
  ...KEY_VALUE_STORE,
  ...ELEMENTS,
  ...BY_THEMSELVES,
];
