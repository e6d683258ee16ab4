import { profileTells } from '../../lib/model/configured';
import { configurable } from '../../lib/model/setting';
import { Memory } from '../../lib/units/memory';
import { planOver, sizes } from '../support/plans';
import { problemsOf } from '../support/problems';
import { testService } from '../support/services';

/** One setting of each kind. */
const service = testService('a', {
  configurable: configurable({
    settings: {
      mode: { kind: 'one-of', variable: 'MODE', values: ['fast', 'slow'], says: 'How.' },
      loud: { kind: 'flag', variable: 'LOUD', says: 'Whether.' },
      tries: { kind: 'number', variable: 'TRIES', least: 2, most: 5, says: 'How often.' },
      files: { kind: 'memory', variable: 'FILES_MB', least: Memory.parse('1Mi'), most: Memory.parse('1Gi'), says: 'How large.' },
      name: { kind: 'text', variable: 'NAME', pattern: /^[a-z]+$/, expected: 'a name such as abc', says: 'Who.' },
      types: { kind: 'texts', variable: 'TYPES', pattern: /^\.[a-z]+$/, expected: 'an ending', what: 'endings', says: 'Which.' },
      home: { kind: 'url', variable: 'HOME_URL', example: 'https://home.example.com', says: 'Where.' },
      inner: {
        kind: 'group',
        settings: { depth: { kind: 'number', variable: 'DEPTH', least: 1, most: 9, says: 'Deep.' } },
        says: 'Inner.',
      },
    },
  }),
});
const plan = (said: string) => planOver([service], sizes(`  a: { memory: { limit: 64Mi }, settings: { ${said} } }`));

it.each([
  ['mode: slow', { MODE: 'slow' }],
  ['tries: 2', { TRIES: '2' }],
  ['tries: 5', { TRIES: '5' }],
  ['files: 1Mi', { FILES_MB: '1' }],
  ['files: 1Gi', { FILES_MB: '1024' }],
  ['name: abc', { NAME: 'abc' }],
  ['types: [.a, .bc]', { TYPES: '.a,.bc' }],
  ['home: https://login.example.com/a', { HOME_URL: 'https://login.example.com/a' }],
  ['inner: { depth: 3 }', { DEPTH: '3' }],
])('tells the image %s', (said, variables) => {
  const [one] = plan(said).services;
  expect(one && profileTells(one)).toEqual(variables);
});

it.each([
  ['mode: loud', 'mode: expected one of fast, slow, got "loud"'],
  ['loud: 1', 'loud: expected true or false, got 1'],
  ['tries: 1', 'tries: expected a whole number from 2 to 5, got 1'],
  ['tries: 6', 'tries: expected a whole number from 2 to 5, got 6'],
  ['files: 0Mi', 'files: expected 1Mi to 1Gi, got "0Mi"'],
  ['files: 1025Mi', 'files: expected 1Mi to 1Gi, got "1025Mi"'],
  ['files: 1GB', 'files: expected memory such as 512Mi or 1.5Gi, got "1GB"'],
  ['name: ABC', 'name: expected a name such as abc, got "ABC"'],
  ['types: [.a, b]', 'types.1: expected an ending, got "b"'],
  ['types: .a', 'types: expected a list of 1 to 100 endings, got ".a"'],
  ['home: nowhere', 'home: expected a URL such as https://home.example.com, got "nowhere"'],
  ['inner: { depth: 10 }', 'inner.depth: expected a whole number from 1 to 9, got 10'],
  ['inner: 3', 'inner: expected a map of depth, got 3'],
])('refuses %s', (said, problem) => {
  expect(problemsOf(() => plan(said))).toEqual([expect.stringContaining(`services.a.settings.${problem}`)]);
});
