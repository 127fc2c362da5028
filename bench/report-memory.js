const fs = require('node:fs');

process.on('exit', () => {
  if (process.env.BENCH_REPORT) fs.writeFileSync(process.env.BENCH_REPORT, String(process.resourceUsage().maxRSS));
});
