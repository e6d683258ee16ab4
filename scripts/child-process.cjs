// Commander imports node:child_process for subcommands that are programs of their own, of which this program has none. It is loaded when a
// process is started: at every start of the program it would cost a millisecond.
// biome-ignore lint/style/useNodejsImportProtocol: scripts/build.mjs leads the name with node: to this file
const real = () => require('child_process');
exports.spawn = (...args) => real().spawn(...args);
exports.spawnSync = (...args) => real().spawnSync(...args);
