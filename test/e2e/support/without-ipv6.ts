import { resolve } from 'node:path';
import type { Tool } from './tools';

/** Put before a command, makes it see a kernel without IPv6. */
export const WITHOUT_IPV6 = ['python3', resolve(__dirname, 'without-ipv6.py')] as const;

/** The kernel denies IPv6 sockets to the process. */
export const DENIED: Tool = { name: 'seccomp and IPv6', probe: [...WITHOUT_IPV6, 'true'] };
