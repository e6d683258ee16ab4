/** The types of Kubernetes' API. Imported here alone: each import of a CommonJS module copies the thousands of names that this one has. */
export * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
