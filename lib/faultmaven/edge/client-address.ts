import type { Site } from '../../model/site';

/**
 * The address of the client. Each proxy appends the address of its own client to `X-Forwarded-For`; a client may have invented what stands
 * before that. So the last address is taken. If the profile names the proxies, the last address that is none of theirs.
 */
export const clientAddress = ({ trusts }: Pick<Site, 'trusts'>): string => `
  # The address of the client: the last one in X-Forwarded-For${trusts === undefined ? ', which the proxy that reaches this server has added' : ' that is none of these proxies'}.
${(trusts ?? EVERYBODY).map((network) => `  set_real_ip_from ${network};`).join('\n')}
  real_ip_header X-Forwarded-For;
  real_ip_recursive ${trusts === undefined ? 'off' : 'on'};
`;

const EVERYBODY = ['0.0.0.0/0', '::/0'];
