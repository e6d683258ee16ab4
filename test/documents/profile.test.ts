import * as v from 'valibot';
import { profileDocument } from '../../lib/documents/profile';
import { choice } from '../../lib/shape/choice';
import { cap, expecting, flag, listOf, memory, oneOf, section, wholeNumber } from '../../lib/shape/values';
import { Memory } from '../../lib/units/memory';

const shelf = (says: string) =>
  section(
    {
      name: oneOf(['a', 'b'], 'Its name.'),
      depth: wholeNumber(1, 9, 'In books.'),
      lit: flag('Lit.'),
      dusty: flag('Dusty.'),
      old: flag('Old.'),
    },
    says,
  );
const provider = section({ model: v.optional(oneOf(['m'], 'Which.')) }, 'A provider.');
const size = (floor: string) => ({ memory: cap({ memory: Memory.parse(floor), evidence: 'measured' }, 'At most.') });

const document = profileDocument([
  {
    where: 'at home',
    schema: section(
      {
        target: v.pipe(v.literal('home', expecting('home')), v.description('Small.')),
        extends: v.optional(oneOf(['x'], 'A start.')),
        machine: section({ memory: memory('All.') }, 'The machine.'),
        services: section({ one: section(size('4Mi'), ''), two: section(size('2Mi'), '') }, ''),
      },
      '',
    ),
  },
  {
    where: 'outside',
    schema: section(
      {
        target: v.pipe(v.literal('outside', expecting('outside')), v.description('Large.')),
        extends: v.optional(oneOf(['x'], 'A start.')),
        images: section(
          Object.fromEntries(['one', 'two', 'three'].map((name) => [name, oneOf(['t'], `The build of ${name}.`)])),
          'Builds.',
        ),
        door: v.optional(
          section(
            {
              lock: section({ shelf: shelf('Beside it.') }, 'A lock.'),
              key: choice(
                [v.literal('none'), section({ teeth: wholeNumber(1, 5, 'How many.') }, '')],
                expecting('none, or a map of teeth'),
              ),
              hours: listOf(wholeNumber(0, 23, ''), 24, 'hours', 'When it is open.'),
              ring: v.optional({ ...wholeNumber(1, 3, 'How often.'), formerly: 'bell' }, 2),
            },
            'The way in.',
          ),
        ),
        services: section(
          {
            one: section({ ...size('4Mi'), shelf: shelf('For books.') }, ''),
            two: section({ ...size('2Mi'), many: wholeNumber(1, 2, 'Two.') }, ''),
            three: section({ ...size('3Mi'), many: wholeNumber(1, 2, 'Two.'), a: provider, b: provider, c: provider }, ''),
          },
          '',
        ),
      },
      '',
    ),
  },
]);

/** What stands below a heading. */
const below = (heading: string): string => document.split(`${heading}\n`)[1]?.split(/\n##/)[0] ?? '';

it('has headings that others can link to', () => {
  expect(document.match(/^#.*$/gm)).toEqual([
    '# What a profile may hold',
    '## Every profile',
    '## A profile at home',
    '### `machine`',
    '## A profile outside',
    '### `images`',
    '### `door`',
    '## Services',
    '### Every service',
    '### Several services',
    '### `services.one`',
    '### `services.three`',
    '### What services need',
    '## Maps in several places',
    '### `shelf`',
  ]);
});

it('says once what every profile has, and of each target what is its own', () => {
  expect(below('## Every profile')).toContain('| `extends` | one of x | A start. |');
  expect(document.match(/A start\./g)).toHaveLength(1);
  expect(below('## A profile at home')).toContain(
    '| `target` | home; required | Small. |\n| `machine` | a map; required | The machine. See [machine](#machine). |\n',
  );
});

it('tells what a key takes, whether it is required, what counts otherwise and what it is for', () => {
  const door = below('### `door`');
  expect(door).toContain('| `key` | none, or a map of teeth; required |');
  expect(door).toContain('| `key.teeth` | a whole number from 1 to 5; required | How many. |');
  expect(door).toContain('| `hours` | a list of 1 to 24 hours; required | When it is open. |');
  expect(door).toContain('| `ring` | a whole number from 1 to 3; default `2` | How often. Its former name is `bell`. |');
  expect(below('## A profile outside')).toContain('| `door` | a map | The way in. See [door](#door). |');
});

it('says alike keys once, with their names', () => {
  expect(below('### `images`')).toContain('| `NAME` | one of t; required | The build of NAME. NAME is one of one, two, three. |');
  expect(below('### `services.three`')).toContain('| `NAME` | a map; required | A provider. NAME is one of a, b, c. |\n| `NAME.model` |');
});

it('says a large map once that stands in several places, and links to it', () => {
  expect(below('### `door`')).toContain('| `lock.shelf` | a map; required | Beside it. See [shelf](#shelf). |');
  expect(below('### `services.one`')).toContain('| `shelf` | a map; required | For books. See [shelf](#shelf). |');
  expect(document.match(/In books\./g)).toHaveLength(1);
});

it('says a key of services once, with who has it and where, and what each needs at least', () => {
  expect(below('### Every service')).toBe(
    '\nAt home and outside:\n\n| key | takes | meaning |\n|---|---|---|\n| `memory` | memory such as 512Mi or 1.5Gi; at least [what it needs](#what-services-need); required | At most. |\n',
  );
  expect(below('### Several services')).toContain('`two`, `three`, outside:');
  expect(below('### What services need')).toContain(
    '| one | `memory` | at least 4Mi, its working set (measured) |\n| two | `memory` | at least 2Mi, its working set (measured) |\n| three |',
  );
});
