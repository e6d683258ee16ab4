import { UnitError } from './unit-error';

/** The value of a label or a taint: at most 63 characters, or none. */
export const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

const PREFIX_PART = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
const NAME = '[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';

/** The key of a label, a taint or an annotation: a name, with a DNS subdomain and a slash before it perhaps. */
export const QUALIFIED_NAME = new RegExp(`^((?=[^/]{1,253}/)${PREFIX_PART}(\\.${PREFIX_PART})*/)?${NAME}$`);

/** What YAML reads as something else than text. In the place of a key, not even quotes keep kustomize from doing so. */
const NO_TEXT = [
  'true|True|TRUE|false|False|FALSE|null|Null|NULL',
  '\\d[\\d_]*(\\.[\\d_]+)?([eE]-?[\\d_]+)?',
  '0[xX][\\dA-Fa-f_]+|0[oO][0-7_]+|0[bB][01_]+',
  '\\d{4}-\\d{1,2}-\\d{1,2}',
].join('|');

/** The key of an annotation, which is a key of a map in what is generated. */
export const ANNOTATION_KEY = new RegExp(`^(?!(${NO_TEXT})$)${QUALIFIED_NAME.source.slice(1)}`);

/** @throws UnitError if Kubernetes or kustomize would refuse it; `what` says whose key it is */
export const annotationKey = (what: string) => (text: string) => {
  if (QUALIFIED_NAME.test(text) && !ANNOTATION_KEY.test(text))
    throw new UnitError(`${what} such as example.com/name`, text, 'kustomize does not take it for text');
  return qualifiedName(what)(text);
};

/** @throws UnitError if Kubernetes would refuse it; `what` says whose key it is */
export const qualifiedName = (what: string) => (text: string) => {
  if (QUALIFIED_NAME.test(text)) return text;
  throw new UnitError(`${what} such as example.com/name`, text, hintFor(text));
};

function hintFor(text: string): string | undefined {
  const parts = text.split('/');
  if (parts.length > 2) return 'it has one slash at most';
  const [name = '', prefix = ''] = parts.reverse();
  if (prefix.length > 253) return 'before its slash at most 253 characters';
  return name.length > 63 ? 'a name is at most 63 characters' : undefined;
}

/** What Kubernetes takes of all annotations of an object together. */
export const MOST_ANNOTATIONS = 256 * 1024;
