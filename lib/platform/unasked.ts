/** Why a build of a part may not exist. */
export const UNASKED = 'its project has released it, and no registry could be asked for the image';
