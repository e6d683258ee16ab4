// What the types of Kubernetes' API (cdk8s-plus-28/lib/imports/k8s) need of cdk8s to render manifests: a class to extend, of which
// nobody makes an object. The whole of it would cost the program a third of its start.
exports.ApiObject = class {};
