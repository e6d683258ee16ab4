import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { profileJsonSchema } from '../../lib/profile/json-schema';
import { shapes, shopShapes } from './plans';

export const SCHEMA: object = JSON.parse(profileJsonSchema(shapes));

/** What an editor complains of in the text of a profile, as it reads it: YAML 1.2. */
export const editorSays = editorWith(() => SCHEMA);

/** The same, of a profile of the shop. */
export const shopEditorSays = editorWith(() => JSON.parse(profileJsonSchema(shopShapes)));

/** @param schema asked for when a text is, because it takes a while to make one */
function editorWith(schema: () => object): (text: string) => readonly string[] {
  let validate: ValidateFunction | undefined;
  return (text) => {
    validate ??= new Ajv({ strict: true, strictRequired: true, allErrors: true }).compile(schema());
    validate(parse(text, { logLevel: 'error' }));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
