import { readFile } from 'node:fs/promises';
import { cpus, freemem, loadavg, totalmem, uptime } from 'node:os';

/** What a machine is doing, between two looks at it. */
export interface Usage {
  /** Share of all processors, 0 to 1. */
  readonly processor: number;
  /** Bytes. */
  readonly memoryUsed: number;
  readonly memoryTotal: number;
  /** Bytes per second through all network interfaces, loopback included. */
  readonly received: number;
  readonly sent: number;
  readonly load: number;
  /** Seconds. */
  readonly uptime: number;
}

interface Counters {
  readonly at: number;
  readonly busy: number;
  readonly total: number;
  readonly received: number;
  readonly sent: number;
}

/** Looks again and again; each call tells what happened since the last. */
export class UsageMeter {
  #last: Counters | undefined;

  async read(): Promise<Usage> {
    const now = await counters();
    const last = this.#last ?? now;
    this.#last = now;
    const seconds = Math.max(0.001, (now.at - last.at) / 1000);
    const total = now.total - last.total;
    return {
      processor: total <= 0 ? 0 : (now.busy - last.busy) / total,
      memoryUsed: totalmem() - (await availableMemory()),
      memoryTotal: totalmem(),
      received: (now.received - last.received) / seconds,
      sent: (now.sent - last.sent) / seconds,
      load: loadavg()[0] ?? 0,
      uptime: uptime(),
    };
  }
}

async function counters(): Promise<Counters> {
  let [busy, total] = [0, 0];
  for (const { times } of cpus()) {
    const used = times.user + times.nice + times.sys + times.irq;
    busy += used;
    total += used + times.idle;
  }
  return { at: performance.now(), busy, total, ...(await networkBytes()) };
}

/** Linux tells; elsewhere the counts stay zero. */
async function networkBytes(): Promise<{ received: number; sent: number }> {
  const text = await readFile('/proc/net/dev', 'utf8').catch(() => '');
  let [received, sent] = [0, 0];
  for (const line of text.split('\n').slice(2)) {
    const fields = line
      .slice(line.indexOf(':') + 1)
      .trim()
      .split(/\s+/);
    received += Number(fields[0] ?? 0) || 0;
    sent += Number(fields[8] ?? 0) || 0;
  }
  return { received, sent };
}

async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const match = /MemAvailable:\s+(\d+) kB/.exec(text);
  return match === null ? freemem() : Number(match[1]) * 1024;
}
