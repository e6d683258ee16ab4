import type { Finding } from '../../../checks/finding';
import { needed } from '../../../model/tool';
import type { ClusterRule } from './rule';

/** Names and addresses that are reserved for documentation (RFC 2606, 3849 and 5737), and names for tests. */
const DOCUMENTATION = new RegExp(
  [
    /(^|[./@-])example\.(com|net|org)\b/,
    /\.example\.?(?=$|[:/])/,
    /\b(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+/,
    /(^|[^0-9a-f:])2001:0?db8:/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

const RESERVED = /\.(invalid|localhost|test)\.?(?=$|[:/])/i;

/** What is wrong with a text, as the end of a sentence; undefined if it can be meant. */
function objectionTo(text: string): string | undefined {
  if (DOCUMENTATION.test(text)) return 'from the documentation: give your own';
  return RESERVED.test(text) ? 'a name that RFC 2606 keeps for tests: give your own' : undefined;
}

/**
 * Values from the documentation that the user has to replace; and builds of images from the shipped profiles, which nobody could look up. A
 * build that the user's own profile names counts as looked up, even if it is the same.
 */
export const placeholders: ClusterRule = ({ profile, services }) => {
  const { name: _, sourceAt, isShipped, accept: __, ...rest } = profile;
  const values = { ...rest, services: Object.fromEntries(services.map(({ service, size }) => [service.kind, size])) };
  const finding = (path: readonly string[], message: string, alike: Finding['alike']): Finding<'placeholder'> => ({
    code: 'placeholder',
    severity: 'warning',
    subject: path.join('.'),
    message,
    alike,
    source: sourceAt(path),
  });
  return [
    ...leaves(values, []).flatMap(([path, text]) => {
      const message = objectionTo(text);
      return message === undefined ? [] : [finding(path, `${text} is ${message}`, { message, particular: text })];
    }),
    ...services
      .flatMap(({ service, size }) => [service, ...needed(service.tools, size, profile.platform)])
      .flatMap(({ kind, release }) => {
        const version = String(profile.images[kind]);
        if (release === undefined || release.tag !== version || !isShipped(['images', kind])) return [];
        const { caveat } = release;
        const message = `no registry could be asked whether ${version} exists${caveat === undefined ? '' : ` (${caveat})`}: see that it does`;
        return [finding(['images', kind], message, { message: UNSEEN, particular: caveat })];
      }),
  ];
};

const UNSEEN = 'no registry could be asked whether the tag exists: see that it does';

/** Every text in a value, with its path. */
function leaves(value: unknown, path: readonly string[]): readonly (readonly [readonly string[], string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object' || 'toJSON' in value) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
