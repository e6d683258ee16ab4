import type { Site } from '../../model/site';

/**
 * The address of the client. Each proxy appends the address of its own client to `X-Forwarded-For`; a client may have invented what stands
 * before that. So the last address is taken. If the profile names the proxies, the last address that is none of theirs. If the edge ends TLS
 * itself, nobody else adds an address: the client is who connects, or who a load balancer says in the PROXY protocol.
 */
export const clientAddress = ({ trusts, direct }: Pick<Site, 'trusts' | 'direct'>): string => {
  if (direct?.proxyProtocol !== undefined)
    return said('the one that the load balancer says', direct.proxyProtocol, 'proxy_protocol', 'off');
  if (trusts !== undefined) return said('the last one in X-Forwarded-For that is none of these proxies', trusts, 'X-Forwarded-For', 'on');
  if (direct !== undefined) return '';
  return said('the last one in X-Forwarded-For, which the proxy that reaches this server has added', EVERYBODY, 'X-Forwarded-For', 'off');
};

const said = (which: string, trusted: readonly string[], header: string, recursive: 'on' | 'off'): string => `
  # The address of the client: ${which}.
${trusted.map((network) => `  set_real_ip_from ${network};`).join('\n')}
  real_ip_header ${header};
  real_ip_recursive ${recursive};
`;

const EVERYBODY = ['0.0.0.0/0', '::/0'];
