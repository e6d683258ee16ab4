import { rule } from '../../../shape/rule';
import { OWN_PREFIX } from '../annotations';
import { LABEL, MANAGER } from '../labels';

/** Labels that this program sets itself, each with why another one is none. */
const OWN_LABELS: Readonly<Record<string, string>> = {
  [LABEL.partOf]: 'all objects have it already, with the name of the application: select by it, or',
  [LABEL.managedBy]: `all objects have it already, with ${MANAGER}: select by it, or`,
  [LABEL.name]: 'it says of which service an object is:',
  [LABEL.component]: 'it says of which part of a service an object is:',
  [LABEL.instance]: 'Argo CD takes whatever has it for a part of an Application of that name:',
  [LABEL.version]: 'it says which build of an image runs:',
};

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
