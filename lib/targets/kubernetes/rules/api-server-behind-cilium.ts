import { askingTheApi } from '../plan/needs';
import type { ClusterPlan } from '../plan/plan';
import type { ClusterRule } from './rule';

/** The port of an API server on a node (kubeadm, k3s, Talos). */
const ON_A_NODE = 6443;

/** Warns of an API server on nodes if the profile shows that the cluster has Cilium, whose policies do not match nodes by address. */
export const apiServerBehindCilium: ClusterRule = ({ profile, services }) => {
  const sign = signOf(profile);
  const asking = askingTheApi(services);
  if (sign === undefined || asking.length === 0 || !profile.apiServer?.ports.some((port) => port === ON_A_NODE)) return [];
  const who = asking.map(({ service }) => service.kind).join(', ');
  return [
    {
      code: 'api-server-behind-cilium',
      severity: 'warning',
      subject: 'apiServer',
      message: `${sign} is Cilium's, whose policies find no node by its address: if the API server runs on nodes, ${who} cannot ask it`,
      background: {
        consequence: 'no member ever becomes primary, so nobody can write',
        wayOut:
          'set policyCIDRMatchMode: nodes in Cilium, or add a CiliumNetworkPolicy that lets these pods reach the entity kube-apiserver; accept this where one of the two is done, or where the API server is elsewhere',
        evidence: "read, not run: Cilium's documentation of CIDR-based policies",
      },
      source: profile.sourceAt(['apiServer', 'cidrs']),
    },
  ];
};

/** A value in a profile that shows that the cluster has Cilium. */
const signOf = ({ ingress, placement }: ClusterPlan['profile']): string | undefined =>
  [
    ...(ingress === undefined ? [] : [ingress.className ?? '', ...Object.keys(ingress.annotations ?? {})]),
    ...(placement.tolerations ?? []).map(({ key }) => key),
    ...(placement.pool === undefined ? [] : [placement.pool.key]),
  ].find((name) => /^cilium$|(^|\.)cilium\.io\//.test(name));
