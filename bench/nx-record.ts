/**
 * Records what real programs ask of the core, for bench/nx.ts: `npx tsx bench/nx-record.ts FOLDER [WORKLOAD ...]`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isQuiet } from '../xserver/log/quiet.ts';
import type { LogEntry, TerminalInput } from '../xserver/log/entry.ts';
import { CoreServer } from './core-server.ts';
import { writeRecording, type RecordedEntry } from './nx-recording.ts';

export const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** Where a workload runs: programs, input, and when nothing happens any more. */
export interface Stage {
  run(command: string, ...args: string[]): ChildProcess;
  input(input: TerminalInput): void;
  /** Until nothing has come for so long. */
  idle(ms?: number, atMost?: number): Promise<void>;
  /** The workload begins here. */
  mark(): void;
}

/** A running core that writes down its entries, and the programs on it. */
class Recorder implements Stage {
  readonly entries: RecordedEntry[] = [];
  #server: CoreServer | undefined;
  #burst = 0;
  #ended = true;
  #start = 0;
  #inputs = 0;
  readonly #children: ChildProcess[] = [];
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get server(): CoreServer {
    return this.#server!;
  }

  async begin(): Promise<void> {
    const display = 300 + Math.floor(Math.random() * 600);
    this.#server = await CoreServer.start(display, {
      record: (entry, core) => this.#record(entry, isQuiet(core.server, entry)),
    });
  }

  #record(entry: LogEntry, quiet: boolean): void {
    if (this.#ended) {
      this.#burst++;
      this.#ended = false;
      // What has come by the end of this turn is one burst.
      setImmediate(() => void (this.#ended = true));
    }
    const owned = entry.kind === 'request' ? { ...entry, bytes: Uint8Array.from(entry.bytes) } : entry;
    this.entries.push({ entry: owned, quiet, burst: this.#burst });
  }

  run(command: string, ...args: string[]): ChildProcess {
    const env = { ...process.env, DISPLAY: `:${this.server.display}`, LANG: 'C', LC_ALL: 'C', PS1: '$ ' };
    const child = spawn(command, args, { env, stdio: 'ignore' });
    this.#children.push(child);
    return child;
  }

  input(input: TerminalInput): void {
    this.server.append({ kind: 'input', terminal: 1, number: ++this.#inputs, input });
  }

  /** Until nothing has come for so long. */
  async idle(ms = 1200, atMost = 30_000): Promise<void> {
    const end = Date.now() + atMost;
    for (let seen = -1; seen !== this.entries.length && Date.now() < end; await pause(ms)) seen = this.entries.length;
  }

  /** The workload begins here. */
  mark(): void {
    this.#start = this.entries.length;
  }

  async finish(name: string): Promise<void> {
    const { entries } = this;
    const counted = { entries: entries.slice(), start: this.#start };
    for (const child of this.#children) child.kill();
    await pause(300);
    await this.server.close();
    await writeRecording(join(this.folder, `${name}.nxrec`), counted);
    process.stdout.write(
      `${name}: ${counted.entries.length - counted.start} entries, defects ${this.server.defects.length}\n`,
    );
  }
}

const shell = ['-geometry', '80x24+10+10', '-e', '/bin/sh'];

/** About 200 KB of English and program text: our own documents and sources. */
async function sampleText(): Promise<string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  let text = await readFile(join(root, 'README.md'), 'latin1');
  for (const folder of ['docs', 'xserver/requests']) {
    for (const name of (await readdir(join(root, folder))).toSorted()) {
      if (/\.(md|ts)$/.test(name)) text += await readFile(join(root, folder, name), 'latin1');
    }
  }
  return text.slice(0, 200_000);
}

const KEY_ROW = [38, 39, 40, 41, 42, 43, 44, 45, 46, 24, 25, 26, 27, 28, 29, 30];

export const workloads: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async 'xterm-start'(stage) {
    stage.mark();
    stage.run('xterm', ...shell);
    await stage.idle();
  },

  async 'keys-100'(stage) {
    stage.run('xterm', '-geometry', '80x24+10+10', '-e', 'cat');
    await stage.idle();
    stage.input({ kind: 'motion', x: 200, y: 150 });
    await stage.idle();
    stage.mark();
    for (let i = 0; i < 100; i++) {
      const keycode = KEY_ROW[(i * 7 + (i >> 3)) % KEY_ROW.length]!;
      stage.input({ kind: 'key', keycode, pressed: true });
      await pause(30 + ((i * 13) % 17));
      stage.input({ kind: 'key', keycode, pressed: false });
      await pause(30 + ((i * 11) % 19));
    }
    await stage.idle(600);
  },

  async 'text-200k'(stage) {
    const folder = await mkdtemp(join(tmpdir(), 'nx-'));
    await writeFile(join(folder, 'text'), await sampleText());
    stage.run('xterm', '-geometry', '80x24+10+10', '-e', 'sh', '-c', `sleep 2; cat ${folder}/text; sleep 60`);
    await pause(1600);
    stage.mark();
    await pause(800);
    await stage.idle(800);
  },

  async x11perf(stage) {
    stage.mark();
    const tests =
      'rect10 rect100 line10 line100 seg100 circle10 fcircle100 ftext f8text tr10text fitext scroll100 copywinwin100 copypixwin100 putimage10 putimage100 noop prop gc create map';
    const child = stage.run('x11perf', '-repeat', '1', '-reps', '300', ...tests.split(' ').map((test) => `-${test}`));
    await new Promise((resolve) => void child.once('exit', resolve));
  },

  async drag(stage) {
    stage.run('openbox', '--sm-disable');
    await stage.idle();
    stage.run('xterm', ...shell);
    await stage.idle();
    stage.mark();
    stage.input({ kind: 'motion', x: 150, y: 18 });
    stage.input({ kind: 'button', button: 1, pressed: true });
    for (let i = 0; i < 200; i++) {
      stage.input({ kind: 'motion', x: 150 + i * 2, y: 18 + i });
      await pause(16);
    }
    stage.input({ kind: 'button', button: 1, pressed: false });
    await stage.idle(600);
  },

  async photo(stage) {
    stage.mark();
    const child = stage.run(
      process.execPath,
      '--import',
      'tsx',
      fileURLToPath(new URL('nx-photo.ts', import.meta.url)),
    );
    await new Promise((resolve) => void child.once('exit', resolve));
  },

  async chromium(stage) {
    const folder = await mkdtemp(join(tmpdir(), 'nx-'));
    const page = join(folder, 'page.html');
    await writeFile(
      page,
      `<title>Page</title><h1>A page</h1>${'<p>Some text of a page that is like others. <b>Bold</b> <i>slanted</i></p>'.repeat(12)}`,
    );
    stage.mark();
    stage.run(
      'chromium',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-dev-shm-usage',
      `--user-data-dir=${folder}`,
      '--window-size=900,700',
      page,
    );
    await pause(3000);
    await stage.idle(2000, 15_000);
  },

  async 'chromium-scroll'(stage) {
    const folder = await mkdtemp(join(tmpdir(), 'nx-'));
    const page = join(folder, 'page.html');
    const words = 'a page of text that goes on and on under the wheel with words of many lengths in it'.split(' ');
    const paragraph = (n: number) =>
      Array.from({ length: 90 }, (_, i) => words[(i * 7 + n * 3 + ((i * n) >> 2)) % words.length]).join(' ');
    const text = Array.from({ length: 120 }, (_, n) => `<h2>Part ${n}</h2><p>${paragraph(n)}</p>`).join('');
    await writeFile(page, `<title>Page</title>${text}`);
    stage.run(
      'chromium',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-dev-shm-usage',
      `--user-data-dir=${folder}`,
      '--window-position=0,0',
      '--window-size=900,700',
      page,
    );
    await pause(5000);
    await stage.idle(2000, 15_000);
    stage.input({ kind: 'motion', x: 400, y: 400 });
    await pause(500);
    stage.mark();
    for (let i = 0; i < 100; i++) {
      for (const pressed of [true, false]) stage.input({ kind: 'button', button: i < 60 ? 5 : 4, pressed });
      await pause(100);
    }
    await stage.idle(1000, 5000);
  },

  async 'tk-widgets'(stage) {
    const folder = await mkdtemp(join(tmpdir(), 'nx-'));
    const script = `foreach i {1 2 3 4 5 6} { pack [button .b$i -text "Button $i"] ; pack [entry .e$i] }; pack [text .t -width 40 -height 8]; .t insert end "Some text"`;
    await writeFile(join(folder, 'w.tcl'), script);
    stage.mark();
    stage.run('wish', join(folder, 'w.tcl'));
    await stage.idle();
  },

  async 'x-programs'(stage) {
    stage.mark();
    for (const program of ['xclock', 'xcalc', 'xeyes', 'xedit', 'twm']) {
      stage.run(program);
      await stage.idle(700, 6000);
    }
  },
};

async function main(): Promise<void> {
  const [folder = join(tmpdir(), 'nx-recordings'), ...names] = process.argv.slice(2);
  await mkdir(folder, { recursive: true });
  for (const name of names.length > 0 ? names : Object.keys(workloads)) {
    const recorder = new Recorder(folder);
    await recorder.begin();
    await workloads[name]!(recorder);
    await recorder.finish(name);
  }
  process.exit(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
