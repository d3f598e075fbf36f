// For tests that kill the program: moments that can be chosen again, and what the file then holds.
import { execFileSync } from 'node:child_process';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The lines that a query of a SQLite file gives. */
export function asked(file, sql) {
  return execFileSync('sqlite3', [file, sql], { encoding: 'utf8' }).trim().split('\n').filter(Boolean);
}
