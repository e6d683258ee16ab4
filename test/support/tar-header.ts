/** Sets the checksum of a tar's header, after one of its other fields was changed. */
export function checksum(header: Buffer): void {
  header.fill(' ', 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
}
