// Loaded before the program: kills it at the n-th of the calls that change a folder, where n is in KILL_AT, and before or after the call.
const fs = require('node:fs');

const at = Number(process.env.KILL_AT);
let calls = 0;
for (const name of ['writeFileSync', 'renameSync', 'rmSync', 'mkdirSync', 'rmdirSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    calls += 1;
    if (calls === at) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
}
