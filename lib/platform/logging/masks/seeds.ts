import { MASKED, type Mask } from './mask';
import { CALL, cases, IS, SEPARATOR, SUFFIX } from './notation';

/** What keys and one-time passwords are made from, and keys whose name is that of other things too. */
export const SEEDS: readonly Mask[] = [
  {
    // Seeds from which one-time passwords and keys are made, in letters and digits. That of a random generator is a number.
    name: 'seed',
    pattern: `(seed${SUFFIX}${IS}${CALL}\\\\*["']?)(?:(?:0x)?[0-9]{0,15}[a-f][0-9a-f]{16,}|[A-Z2-7]{16,}=*|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,})`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('seed'),
  },
  {
    name: 'seed-in-words',
    pattern: `((?:mnemonic|(?:seed|recovery|backup)${SEPARATOR}(?:phrase|words))${IS}[\\[(]?${CALL}\\\\*["']?)[a-z]{3,8}(?:(?:\\s|,|\\\\*["'])+[a-z]{3,8}){11,}`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: [...cases('mnemonic', 'phrase', 'words')],
  },
  {
    // Of who calls somebody at night: of a queue, it is a name.
    name: 'key-of-pager',
    pattern: `((?:routing|integration)${SEPARATOR}key(?:${IS}|\\s+)${CALL}\\\\*["']?)(?:[0-9a-f]{32}|R[0-9A-Z]{31})`,
    anyCase: true,
    by: `$1${MASKED}`,
    has: cases('routing', 'integration'),
  },
];
