/** The Namespace itself, apart from all else: whoever deletes what this file holds deletes everything in it. */
export const NAMESPACE_ITSELF = 'create-namespace.yaml';
/** What says who goes first when not everything can run. */
export const PRIORITY_CLASSES = 'priority-classes.yaml';
