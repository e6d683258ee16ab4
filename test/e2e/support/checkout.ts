import { resolve } from 'node:path';

/** The folder of this project. */
export const CHECKOUT = resolve(__dirname, '../../..');

/** The generated files that are committed. */
export const DIST = resolve(CHECKOUT, 'dist');
