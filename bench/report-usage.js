const fs = require('node:fs');

process.on('exit', () => {
  if (!process.env.BENCH_REPORT) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { megabytes: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  fs.writeFileSync(process.env.BENCH_REPORT, JSON.stringify(usage));
});
