import type { Server } from '../../../model/server';
import type { Site } from '../../../model/site';
import type { ClusterPlan } from '../plan/plan';

/** A cluster's profile, with its application and with what configuration files may know of the cluster. */
export type Cluster = ClusterPlan['profile'] & Pick<ClusterPlan, 'application'> & { readonly site: Site };

/** The Service that gives each member a name of its own. */
export const membersServiceOf = ({ name }: Server): string => `${name}-members`;

/** The Service with the address of each replica that is ready. */
export const replicasServiceOf = ({ name }: Server): string => `${name}-replicas`;

/** The Service with the address of each pod that solves an HTTP-01 challenge. */
export const SOLVERS_SERVICE = 'http01-solvers';

/** The port of the pods that cert-manager starts to solve HTTP-01. */
export const SOLVERS_LISTEN = 8089;
