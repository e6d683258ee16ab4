declare const brand: unique symbol;

/** A TCP port, 1 to 65535. */
export type Port = number & { readonly [brand]: 'port' };

/** @throws RangeError outside 1 to 65535 */
export function port(number: number): Port {
  if (!Number.isInteger(number) || number < 1 || number > 65535) {
    throw new RangeError(`a port is a whole number from 1 to 65535, got ${number}`);
  }
  return number as Port;
}
