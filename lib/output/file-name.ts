/** The list of what this program wrote into a folder. */
export const INDEX = '.faultmaven-infra.json';

/** More than an index of as many files as are read of one. */
export const MOST_BYTES_OF_INDEX = 1024 * 1024;
