// A long run of every law: PODTRUST_PROPERTY_RUNS random cases of each. Without it nothing is loaded.
const runs = Number(process.env.PODTRUST_PROPERTY_RUNS ?? 0);
if (runs > 0) require('fast-check').configureGlobal({ numRuns: runs });
