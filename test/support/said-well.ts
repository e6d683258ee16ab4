/** Words of the program's parts, not of ours; and what no line of a terminal should hold. */
const FOREIGN =
  /\n|\s{2,}at .*:\d+:\d+|\bundefined\b|\[object|\bNaN\b(?!")|Invalid (type|key|format)|Expected |YAML\.|Symbol\(|ERR_|[\p{Cc}\p{Zl}\p{Cs}]/u;

/** Lines that somebody is told are in our own words, not too many, and not too long. */
export function expectSaidWell(lines: readonly string[], most: { readonly lines: number; readonly length: number }): void {
  expect(lines.length).toBeLessThanOrEqual(most.lines);
  for (const line of lines) {
    expect(line).not.toMatch(FOREIGN);
    expect(line.length).toBeLessThan(most.length);
  }
}
