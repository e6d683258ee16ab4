/** The Namespace is in a file of its own, because deleting it deletes everything in it. */
export const NAMESPACE_ITSELF = 'create-namespace.yaml';
/** The PriorityClasses. */
export const PRIORITY_CLASSES = 'priority-classes.yaml';
