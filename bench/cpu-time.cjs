// Loaded before a program, it writes the CPU time of all its threads, in microseconds, into the file that CPU_TIME names.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeFileSync(process.env.CPU_TIME, String(user + system));
});
