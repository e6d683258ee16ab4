/** The list of what this program wrote into a folder. */
export const INDEX = '.faultmaven-infra.json';
