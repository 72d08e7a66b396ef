/**
 * The workloads of bench/nx-record.ts through nxproxy (the proxy pair of NX, images lossless), between an Xvfb and the same programs: bytes on
 * the link towards the display. `npx tsx bench/nx-peers.ts [--link modem|wan] [WORKLOAD ...]`; needs nxproxy, Xvfb and xdotool.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TerminalInput } from '../xserver/log/entry.ts';
import { pause, workloads, type Stage } from './nx-record.ts';

class ProxyStage implements Stage {
  down = 0;
  up = 0;
  #start = [0, 0];
  readonly #display = 500 + Math.floor(Math.random() * 90);
  readonly #far = this.#display + 100;
  readonly #children: ChildProcess[] = [];
  #link: Server | undefined;
  #inputs: Promise<unknown> = Promise.resolve();

  async begin(link: string): Promise<void> {
    const root = await mkdtemp(join(tmpdir(), 'nxroot-'));
    const proxy = this.#display;
    await rm(`/tmp/.X11-unix/X${proxy}`, { force: true });
    const environment = { ...process.env, NX_ROOT: root, NX_HOME: root };
    const start = (command: string, args: string[], env: NodeJS.ProcessEnv = environment) =>
      this.#children.push(spawn(command, args, { env, stdio: 'ignore' }));
    start('Xvfb', [`:${this.#far}`, '-screen', '0', '1024x768x24', '-ac', '-noreset', '-nolisten', 'tcp']);
    await pause(1000);
    const options = `link=${link},pack=nopack,cache=8M,images=16M`;
    start('nxproxy', ['-C', `nx/nx,${options},accept=127.0.0.1,limit=0:${proxy}`]);
    await pause(700);
    const counter = createServer((near) => {
      const far = connect(4000 + proxy, '127.0.0.1');
      far.on('data', (chunk: Buffer) => {
        this.down += chunk.length;
        near.write(chunk);
      });
      near.on('data', (chunk: Buffer) => {
        this.up += chunk.length;
        far.write(chunk);
      });
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.on('close', () => other.destroy());
        one.on('error', () => other.destroy());
      }
    });
    this.#link = counter.listen(7000 + proxy, '127.0.0.1');
    await pause(200);
    start('nxproxy', ['-S', `nx/nx,${options},connect=127.0.0.1,port=${7000 + proxy}:${proxy}`], {
      ...environment,
      DISPLAY: `:${this.#far}`,
    });
    await pause(3000);
  }

  run(command: string, ...args: string[]): ChildProcess {
    const env = { ...process.env, DISPLAY: `:${this.#display}`, LANG: 'C', LC_ALL: 'C', PS1: '$ ' };
    const child = spawn(command, args, { env, stdio: 'ignore' });
    this.#children.push(child);
    return child;
  }

  input(input: TerminalInput): void {
    const args = words(input);
    const one = () =>
      new Promise((resolve) => {
        const env = { ...process.env, DISPLAY: `:${this.#far}` };
        spawn('xdotool', args, { env, stdio: 'ignore' }).once('exit', resolve);
      });
    this.#inputs = this.#inputs.then(one);
  }

  async idle(ms = 1200, atMost = 30_000): Promise<void> {
    await this.#inputs;
    const end = Date.now() + atMost;
    for (let seen = -1; seen !== this.down && Date.now() < end; await pause(ms)) seen = this.down;
  }

  mark(): void {
    this.#start = [this.down, this.up];
  }

  get bytes(): { down: number; up: number } {
    return { down: this.down - this.#start[0]!, up: this.up - this.#start[1]! };
  }

  async end(): Promise<void> {
    for (const child of this.#children.toReversed()) child.kill();
    this.#link?.close();
    await pause(500);
  }
}

function words(input: TerminalInput): string[] {
  switch (input.kind) {
    case 'motion':
      return ['mousemove', String(input.x), String(input.y)];
    case 'button':
      return [input.pressed ? 'mousedown' : 'mouseup', String(input.button)];
    case 'key':
      return [input.pressed ? 'keydown' : 'keyup', String(input.keycode)];
    case 'keysym':
    case 'keymap':
      throw new Error(`no workload has a ${input.kind}`);
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { link: { type: 'string', default: 'modem' } },
});
for (const name of positionals.length > 0 ? positionals : Object.keys(workloads)) {
  const stage = new ProxyStage();
  await stage.begin(values.link);
  await workloads[name]!(stage);
  await stage.idle(1500, 20_000);
  const { down, up } = stage.bytes;
  process.stdout.write(`${name.padEnd(14)} nxproxy link=${values.link}: ${down} bytes down, ${up} up\n`);
  await stage.end();
}
process.exit(0);
