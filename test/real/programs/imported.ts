import { load } from '../../import/run-program';

// The project that `podtrust import` wrote: its main.ts, with the package’s own sources in place of the installed package.
load(process.env.PODTRUST_REAL_IMPORTED!, 'main');
