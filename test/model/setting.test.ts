import { configurable, variablesFrom, variablesIn } from '../../lib/model/setting';
import { flag } from '../../lib/shape/values';
import { Memory } from '../../lib/units/memory';

const SETTINGS = {
  level: { kind: 'one-of', variable: 'LEVEL', values: ['LOW', 'HIGH'], says: '' },
  strict: { kind: 'flag', variable: 'STRICT', says: '' },
  most: { kind: 'number', variable: 'MOST', least: 1, most: 10, says: '' },
  size: { kind: 'memory', variable: 'SIZE_MB', least: Memory.parse('1Mi'), most: Memory.parse('1Gi'), says: '' },
  endings: { kind: 'texts', variable: 'ENDINGS', pattern: /./, expected: '', what: '', says: '' },
  server: {
    kind: 'group',
    says: '',
    settings: {
      url: { kind: 'url', variable: 'SERVER_URL', example: 'https://a.example.com', says: '' },
      networks: { kind: 'networks', says: '' },
    },
  },
} as const;

it('knows every variable by the path of its setting', () => {
  expect(Object.fromEntries(variablesIn(SETTINGS))).toEqual({
    ...{ LEVEL: ['level'], STRICT: ['strict'], MOST: ['most'], SIZE_MB: ['size'], ENDINGS: ['endings'], SERVER_URL: ['server', 'url'] },
  });
});

it('writes values as code reads them, and only those that are said', () => {
  const values = {
    ...{ level: 'LOW', strict: false, most: 3, size: Memory.parse('1.5Gi'), endings: ['.a', '.b'] },
    server: { url: 'http://x.org/v1/', networks: ['10.0.0.0/8'] },
  };
  expect(Object.fromEntries(variablesFrom(SETTINGS, values as never).map(({ variable, value }) => [variable, value]))).toEqual({
    ...{ LEVEL: 'LOW', STRICT: 'false', MOST: '3', SIZE_MB: '1536', ENDINGS: '.a,.b', SERVER_URL: 'http://x.org/v1' },
  });
  expect(variablesFrom(SETTINGS, {})).toEqual([]);
});

it('types the values where consequences are drawn', () => {
  const { follow } = configurable({
    settings: SETTINGS,
    laptop: { strict: flag('') },
    follow: ({ settings: { size, level }, strict }) => {
      // @ts-expect-error the setting has two values, and this is none of them
      if (level === 'MEDIUM') return {};
      const asked: boolean | undefined = strict;
      return { largestUpload: size, asked };
    },
  });
  expect(follow({ settings: {} }, { where: 'laptop' })).toEqual({ largestUpload: undefined, asked: undefined });
});
