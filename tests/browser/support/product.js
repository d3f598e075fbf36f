// The demonstration, started from the binary in PARCOMMUN_BIN, on a free port, in a folder that goes away.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The program under test. */
export const BINARY = resolve(process.env.PARCOMMUN_BIN ?? 'target/release/parcommun');

function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

const BEGUN = Date.now();

/** The time in every demonstration: the last working day of a month, so that its story is told whatever the real day is. */
export function now() {
  return new Date(Date.parse('2026-11-30T16:00:00Z') + Date.now() - BEGUN);
}

/** Starts the demonstration; `links` holds the sign-in link of each role. */
export async function start() {
  const place = await newPlace();
  return run(place, ['demo', '--reset', '--port', String(place.port)]);
}

/** Starts an empty installation; `links.set_up` is what the console printed. */
export async function startEmpty() {
  return run(await newPlace(), ['serve']);
}

async function newPlace() {
  return { folder: await mkdtemp(join(tmpdir(), 'parcommun-demo-')), port: await freePort() };
}

async function run(place, args) {
  const { folder, port } = place;
  const env = { ...process.env, ROCKET_PORT: String(port), PARCOMMUN_DATA: folder };
  const timed = args[0] === 'demo' ? [...args, '--at', now().toISOString()] : args;
  const child = spawn(BINARY, timed, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let log = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (log = (log + text).slice(-20_000)));
  const ended = new Promise((done) => child.once('exit', done).once('error', done));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    const killing = setTimeout(() => child.kill('SIGKILL'), 6_000);
    await ended;
    clearTimeout(killing);
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 2_400; tries++) {
    if (child.exitCode !== null) throw new Error(`${BINARY} ended: ${said}${log}`);
    const up = await fetch(`${url}/health`).then((answer) => answer.ok, () => false);
    if (up) break;
    if (tries === 2_399) { await stop(); throw new Error(`nothing answers at ${url}: ${log}`); }
    await new Promise((done) => setTimeout(done, 25));
  }
  const links = Object.fromEntries([...said.matchAll(/^\s+(\w+)\s+\S+?(\/sign-in\/link\/\w+)$/gm)].map(([, role, link]) => [role, link]));
  const setUp = said.match(/\/set-up\/\w+/);
  if (setUp) links.set_up = setUp[0];
  /** As when the power fails: nothing is closed, the folder stays. */
  const kill = async () => { child.kill('SIGKILL'); await ended; };
  /** Over the same folder, at the same address. */
  const again = () => run(place, args.filter((arg) => arg !== '--reset'));
  return { url, links, folder, stop, kill, again, log: () => log };
}

/** The id of something of the named world: `named('tickets/planning_navigateur')` (UUID v5, as src/store/fixtures says). */
export function named(name) {
  const world = Buffer.from('706172636f6d6d756e2e666978747572', 'hex');
  const digest = createHash('sha1').update(world).update(name).digest().subarray(0, 16);
  digest[6] = (digest[6] & 0x0f) | 0x50;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
