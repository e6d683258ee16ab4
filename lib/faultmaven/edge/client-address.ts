import type { Site } from '../../model/site';

/**
 * From whom a request comes. Each proxy adds the address that asked it to the end of `X-Forwarded-For`; whatever stands before that
 * may be a client's own invention. So only that of whoever asks the edge is believed, unless the profile names proxies before it:
 * then the last address that none of them has.
 */
export const clientAddress = ({ trusts }: Pick<Site, 'trusts'>): string => `
  # Who a client is, is said by whoever passes its request on${trusts === undefined ? ': by the last of them, who alone reaches this server' : ''}.
${(trusts ?? EVERYBODY).map((network) => `  set_real_ip_from ${network};`).join('\n')}
  real_ip_header X-Forwarded-For;
  real_ip_recursive ${trusts === undefined ? 'off' : 'on'};
`;

const EVERYBODY = ['0.0.0.0/0', '::/0'];
