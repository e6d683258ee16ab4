import { commandsShown, hasFigures, profilesShown, withFigures, withParts, withPrinted } from '../../lib/documents/figures';
import { InputError } from '../../lib/problem';

const MARK = '<!-- npm run update writes the last two columns. -->';

const FIGURES = new Map([
  ['laptop', { takes: 'at most 2 GiB', leaves: '2 GiB of 4, guaranteed' }],
  ['cluster', { takes: '3 pods' }],
]);

const HEAD = '| profile | for | takes | leaves |\n|---|---|---|---|\n';

describe('a table of profiles', () => {
  const written = (rows: string): string => withFigures(`# One\n\n${MARK}\n\n${HEAD}${rows}\nMore.\n`, FIGURES);

  it('gets what each takes and leaves, and keeps what it is for', () => {
    expect(written('| `laptop` | 4 GB, `yours` | 1 | 2 |\n| `cluster` | three nodes | 1 | 2 |\n')).toBe(
      `# One\n\n${MARK}\n\n${HEAD}| \`laptop\` | 4 GB, \`yours\` | at most 2 GiB | 2 GiB of 4, guaranteed |\n| \`cluster\` | three nodes | 3 pods | |\n\nMore.\n`,
    );
  });

  it('is the same the second time', () => {
    const once = written('| `laptop` | | | |\n| `cluster` | | | |\n');
    expect(withFigures(once, FIGURES)).toBe(once);
  });

  it('keeps rows of anything else, and what git could not merge', () => {
    const rows = '| `laptop --fit auto` | x | 1 | 2 |\n<<<<<<< HEAD\n| laptop | x | 1 | 2 |\n';
    expect(written(rows)).toContain(`${HEAD}${rows}`);
  });

  it('is one below the mark: another table stays, and so does one further down', () => {
    const row = '| `laptop` | x | 1 | 2 |\n';
    expect(withFigures(`${HEAD}${row}`, FIGURES)).toBe(`${HEAD}${row}`);
    expect(written('').concat('\n', row)).toContain(row);
    expect(withFigures(`${MARK}\n${HEAD}${row}\n${row}`, FIGURES)).toBe(
      `${MARK}\n${HEAD}| \`laptop\` | x | at most 2 GiB | 2 GiB of 4, guaranteed |\n\n${row}`,
    );
  });
});

describe('a part of what a profile becomes', () => {
  const OUTPUTS = new Map([
    [
      'laptop',
      [
        { path: 'notes.yml', content: 'notes: { cart: none }\n' },
        {
          path: 'override.yml',
          content: [
            'services:',
            '  cart:',
            '    # digest: 0123',
            '    mem_limit: 256m',
            '    cpus: 1.0 # by default',
            '    # of the language',
            '    environment:',
            '      CURRENCY: "EUR"',
            '      ON: "True"',
            '    command:',
            '      - python',
            '  orders: { mem_limit: 64m }',
            '',
          ].join('\n'),
        },
      ],
    ],
  ]);
  const written = (part: string, profile = 'laptop'): string =>
    withParts('README.md', `# One\n\n\`\`\`yaml part ${profile}\n${part}\`\`\`\n`, OUTPUTS);

  it('is written whole, with a line for each key and the comments of before', () => {
    const part = 'services:\n  cart:\n    cpus: 2 # throttles\n    gone: 1 # gone, too\n    environment: { A: b } # its language\n';
    const after = [
      'services:',
      '  cart:',
      '    mem_limit: 256m',
      '    cpus: 1.0 # throttles',
      '    environment: { CURRENCY: "EUR", ON: "True" } # its language',
      '    command: [ python ]',
      '',
    ].join('\n');
    expect(written(part)).toBe(`# One\n\n\`\`\`yaml part laptop\n${after}\`\`\`\n`);
    expect(written(after)).toBe(written(part));
  });

  it('is looked for in every file', () => {
    expect(written('services:\n  orders: {}\n')).toContain('services:\n  orders: { mem_limit: 64m }\n');
  });

  it('leaves alone what is no part', () => {
    const text = '```yaml\nservices: { cart: { mem_limit: 1m } }\n```\n';
    for (const other of [text, '```yaml part laptop\n```\n', '```yaml part laptop\nservices: x\n```\n'])
      expect(withParts('README.md', other, OUTPUTS)).toBe(other);
    expect([hasFigures(text), hasFigures(`${MARK}\n`), hasFigures('```yaml part laptop\n```\n')]).toEqual([false, true, true]);
    expect(profilesShown('```yaml part a\n```\n```yaml part b\n```\n```yaml part a\n```\n')).toEqual(['a', 'b']);
  });

  it('that nothing has is an error with its place; all of them at once', () => {
    const part = 'services:\n  card: {}\n  carp: {}\n';
    expect(() => written(part)).toThrow(InputError);
    expect(() => written(part)).toThrow(
      [
        'README.md:3:1: services.card: the output of the profile laptop has none: take it out of this block, or name the profile that has it',
        'README.md:3:1: services.carp: the output of the profile laptop has none: take it out of this block, or name the profile that has it',
      ].join('\n'),
    );
    expect(() => written('<<<<<<< HEAD\nservices:\n=======\n')).toThrow('README.md:3:1: this block is no YAML');
    expect(() => written('services: { cart: {} }\n', 'desktop')).toThrow('services.cart: the output of the profile desktop has none');
  });
});

describe('what a command prints', () => {
  const block = (typed: string, printed: string, marks = ''): string =>
    `\`\`\`sh${marks}\n${typed}\n\`\`\`\n\n\`\`\`text written\n${printed}\`\`\`\n`;
  const typed = 'npm run synth -- list \\\n  images';
  const PRINTED = new Map([[typed, 'one $& two\nthree\n']]);

  it('is written below the command, as it is printed', () => {
    const text = `# One\n\n${block(typed, '1\n', ' fails')}\nMore.\n`;
    expect(commandsShown(text)).toEqual([typed]);
    expect(hasFigures(text)).toBe(true);
    const written = `# One\n\n${block(typed, 'one $& two\nthree\n', ' fails')}\nMore.\n`;
    expect(withPrinted(text, PRINTED)).toBe(written);
    expect(withPrinted(written, PRINTED)).toBe(written);
  });

  it('leaves alone what is not marked, and what another command prints', () => {
    const other = block('npm run synth -- list', '1\n');
    const plain = block(typed, '1\n').replace(' written', '');
    for (const text of [other, plain]) expect(withPrinted(text, PRINTED)).toBe(text);
    expect([commandsShown(plain), hasFigures(plain)]).toEqual([[], false]);
  });
});
