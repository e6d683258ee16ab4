import { resolve } from 'node:path';
import type { Tool } from './tools';

/** What a command follows that is to find a kernel without IPv6. */
export const WITHOUT_IPV6 = ['python3', resolve(__dirname, 'without-ipv6.py')] as const;

/** A kernel without the family is this one, which denies it to the process. */
export const DENIED: Tool = { name: 'seccomp and IPv6', probe: [...WITHOUT_IPV6, 'true'] };
