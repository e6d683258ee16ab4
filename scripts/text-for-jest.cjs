// Scripts and configuration of containers, as the tests import them: texts, as in the program.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

module.exports = {
  // Not the text that jest hands over: it has taken the first line of scripts away.
  process: (_, filename) => ({ code: codeOf(JSON.stringify(readFileSync(filename, 'utf8')), filename) }),
  // With this file: by itself jest keeps what an earlier version of it has made.
  getCacheKey: (_, filename) =>
    [__filename, filename].reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256').update(filename)).digest('hex'),
};

/** Whatever jest makes of a file whose name ends in .json, it reads as JSON. */
const codeOf = (text, filename) =>
  filename.endsWith('.json') ? text : `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = ${text};`;
