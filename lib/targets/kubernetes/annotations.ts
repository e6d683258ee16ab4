/** Marks a StatefulSet whose members copy nothing from one another, with the reason. */
export const SHARE_NOTHING = 'faultmaven-infra/members-share-nothing';
