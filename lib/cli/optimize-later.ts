import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 wait longer before it optimizes a function. A run is over in a second or two, in which the optimizing compiler
 * of Node.js 20 costs more than it earns: proving 10,000 identities takes a fifth less time with this, 100,000 no more.
 * Later versions compile in steps of their own and are faster without it.
 */
export function optimizeLater(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=500000');
}
