import Ajv from 'ajv';
import { parse } from 'yaml';
import { profileJsonSchema } from '../../lib/profile/json-schema';
import { shapes } from './plans';

export const SCHEMA: object = JSON.parse(profileJsonSchema(shapes));

const validate = new Ajv({ strict: true, strictRequired: true, allErrors: true }).compile(SCHEMA);

/** What an editor complains of in the text of a profile, as it reads it: YAML 1.2. */
export function editorSays(text: string): readonly string[] {
  validate(parse(text, { logLevel: 'error' }));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
