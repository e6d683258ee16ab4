import fc from 'fast-check';

const SURROGATES = { from: 0xd800, count: 0x800 };

/** Any text that UTF-8 can hold. (The library's own unit `binary` is the same, but lists all million characters first.) */
export const anyText = fc.string({
  unit: fc
    .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
    .map((n) => String.fromCodePoint(n < SURROGATES.from ? n : n + SURROGATES.count)),
});
