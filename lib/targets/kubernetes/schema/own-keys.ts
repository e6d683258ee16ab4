import { rule } from '../../../shape/rule';

/** Labels that this program sets itself, each with why another one is none. */
const OWN_LABELS: Readonly<Record<string, string>> = {
  'app.kubernetes.io/part-of': 'all objects have it already, with the name of the application: select by it, or',
  'app.kubernetes.io/managed-by': 'all objects have it already, with faultmaven-infra: select by it, or',
  'app.kubernetes.io/name': 'it says of which service an object is:',
  'app.kubernetes.io/component': 'it says of which part of a service an object is:',
  'app.kubernetes.io/instance': 'Argo CD takes whatever has it for a part of an Application of that name:',
  'app.kubernetes.io/version': 'it says which build of an image runs:',
};

/** What keys of annotations begin with that this program reads itself. */
const OWN_PREFIX = 'faultmaven-infra/';

/** No label of a profile takes the place of one of our own. */
export const noOwnLabels = rule<Readonly<Record<string, string>>>([], (said, at) => {
  for (const key of Object.keys(said)) {
    const why = Object.hasOwn(OWN_LABELS, key) ? OWN_LABELS[key] : undefined;
    if (why !== undefined) at(`expected another key: ${why} take one of your own, such as release`, key);
    else if (key.startsWith(OWN_PREFIX)) at(OWN, key);
  }
});

/** The same of annotations. */
export const noOwnAnnotations = rule<Readonly<Record<string, string>>>([], (said, at) => {
  for (const key of Object.keys(said)) if (key.startsWith(OWN_PREFIX)) at(OWN, key);
});

const OWN = `expected another key: what begins with ${OWN_PREFIX} is set and read by this program alone`;
