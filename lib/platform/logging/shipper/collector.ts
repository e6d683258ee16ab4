/* The notation of the collector, and its ports. */

/** The ports of the collector. `handover` is on loopback: there it takes what it hands over to itself. */
export const LISTENS = { health: 13133, metrics: 8888, requests: 8889, handover: 4318 } as const;

/** A dollar sign would begin a variable of the collector's. */
export const literal = (text: string): string => text.replaceAll('$', '$$$$');

/** `$1` in the notation of the collector's expressions, where a letter behind it would be a part of the name. */
export const template = (text: string): string => literal(text.replaceAll(/\$(\d)/g, '$${$1}'));

/** A variable of the collector's environment. */
export const variable = (name: string): string => `\${env:${name}}`;

/** A record that an operator cannot read goes on as it is. */
export const QUIET = { on_error: 'send_quiet' } as const;
