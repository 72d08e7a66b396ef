/** Real programs that keep a session busy, and what must hold of them in the end: none has died, none has had an X error. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';

export type LoadName = 'x11perf' | 'yes' | 'seq' | 'tk' | 'twm' | 'clock' | 'starts';
export const LOADS: readonly LoadName[] = ['x11perf', 'yes', 'seq', 'tk', 'twm', 'clock', 'starts'];

/** Tests of x11perf that between them draw, copy, read back, create windows and ask. */
const X11PERF_TESTS = [
  '-dot',
  '-rect10',
  '-line100',
  '-circle10',
  '-fcircle100',
  '-ftext',
  '-polytext',
  '-scroll100',
  '-copywinpix10',
  '-copyplane100',
  '-comppixwin100',
  '-putimage100',
  '-getimage10',
  '-noop',
  '-pointer',
  '-prop',
  '-gc',
  '-create',
  '-ucreate',
  '-map',
  '-popup',
  '-move',
  '-resize',
  '-circulate',
];

/** No entry ends the window manager, and nobody has to place a window by hand. */
const TWM_RC = `
RandomPlacement
NoGrabServer
DecorateTransients
Button1 = : root : f.menu "things"
Button2 = : root : f.menu "TwmWindows"
Button1 = : title : f.move
Button3 = : title : f.resize
Button1 = : frame : f.raiselower
Button1 = : icon : f.iconify
menu "things" {
  "Things" f.title
  "Raise" f.raise
  "Lower" f.lower
  "Refresh" f.refresh
}
`;

/** With the server grabbed while a window is moved: everybody else is held. */
const GRABBING_TWM_RC = TWM_RC.replace('NoGrabServer\n', '');

/** Menus that post and grab, a list that scrolls, and something that always moves. */
const TK_SCRIPT = `
wm geometry . 300x220+20+20
menu .m
. configure -menu .m
foreach name {One Two Three} {
  menu .m.[string tolower $name] -tearoff 0
  .m add cascade -label $name -menu .m.[string tolower $name]
  for {set i 0} {$i < 8} {incr i} { .m.[string tolower $name] add command -label "$name $i" -command {incr ::chosen} }
}
canvas .c -background white
pack .c -fill both -expand 1
menubutton .b -text Menu -menu .b.m -relief raised
menu .b.m
for {set i 0} {$i < 5} {incr i} { .b.m add checkbutton -label "Check $i" -variable ::v$i }
pack .b
entry .e
pack .e
bind .c <Motion> {.c create oval %x %y [expr {%x + 4}] [expr {%y + 4}] -fill red; incr ::dots; if {$::dots % 100 == 0} {.c delete all}}
bind .c <ButtonPress-3> {tk_popup .m.one %X %Y}
set ::dots 0
set ::step 0
proc step {} {
  incr ::step
  .c delete moving
  .c create rectangle [expr {$::step % 200}] 10 [expr {$::step % 200 + 30}] 40 -fill blue -tags moving
  .c create text [expr {200 - $::step % 200}] 80 -text "step $::step" -tags moving
  after 20 step
}
step
`;

interface Running {
  readonly name: string;
  readonly child: ChildProcess;
  complaints: string;
}

export class Programs {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #stopFile: string;
  readonly #running = new Set<Running>();
  readonly #rounds: Promise<void>[] = [];
  readonly faults: string[] = [];
  #stopping = false;
  #ending = false;
  /** Programs that have run to their end, as they should. */
  finished = 0;

  constructor(environment: NodeJS.ProcessEnv, folder: string) {
    this.#environment = environment;
    this.#folder = folder;
    this.#stopFile = `${folder}/stop`;
  }

  /** Starts a load. It draws until `quieten`. */
  start(load: LoadName): void {
    const stop = this.#stopFile;
    switch (load) {
      case 'x11perf':
        this.#again(() => this.#spawn('x11perf', ['-repeat', '1', '-reps', '15', ...X11PERF_TESTS]));
        return;
      case 'yes': {
        const script = `yes & until [ -e ${stop} ]; do sleep 0.05; done; kill $!; exec sleep 100000`;
        this.#spawn('xterm', ['-geometry', '60x12+10+200', '-e', 'sh', '-c', script]);
        return;
      }
      case 'seq': {
        const script = `until [ -e ${stop} ]; do seq 1 60; sleep 0.02; done; exec sleep 100000`;
        this.#spawn('xterm', ['-geometry', '40x20+250+10', '-j', '-e', 'sh', '-c', script]);
        return;
      }
      case 'tk':
        this.#spawn('wish', [this.#file('load.tcl', TK_SCRIPT)]);
        return;
      case 'twm':
        this.#spawn('twm', ['-f', this.#file('twmrc', this.#running.size % 2 === 0 ? TWM_RC : GRABBING_TWM_RC)]);
        return;
      case 'clock':
        this.#spawn('xclock', ['-update', '1', '-geometry', '120x120-0+0']);
        return;
      case 'starts': {
        const script = this.#file('start.tcl', `${TK_SCRIPT}\nafter 300 exit\n`);
        this.#again(() => this.#spawn('wish', [script]));
        return;
      }
      default:
        load satisfies never;
    }
  }

  #file(name: string, text: string): string {
    const path = `${this.#folder}/${name}`;
    writeFileSync(path, text);
    return path;
  }

  #spawn(command: string, parameters: readonly string[]): Running {
    const child = spawn(command, parameters, { env: this.#environment, stdio: ['ignore', 'ignore', 'pipe'] });
    const running: Running = { name: command, child, complaints: '' };
    this.#running.add(running);
    child.stderr.on('data', (chunk: Buffer) => {
      running.complaints += chunk.toString('utf8');
    });
    child.on('exit', (code, signal) => {
      this.#running.delete(running);
      if (this.#ending) return;
      if (code === 0) this.finished++;
      else this.faults.push(`${command} has ended: ${code ?? signal ?? ''} ${running.complaints.slice(0, 500)}`);
    });
    child.on('error', (error) => this.faults.push(`${command}: ${error.message}`));
    child.on('close', () => this.#hear(running));
    return running;
  }

  #hear({ name, complaints }: Running): void {
    if (!this.#ending && /X Error|X protocol error|fatal IO|can't open display/i.test(complaints)) {
      this.faults.push(`${name}: ${complaints.slice(0, 500)}`);
    }
  }

  /** One run behind the other until it is to be quiet. */
  #again(run: () => Running): void {
    this.#rounds.push(
      (async () => {
        while (!this.#stopping) {
          const { child } = run();
          if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
          if (this.faults.length > 0) return;
        }
      })(),
    );
  }

  /** Another program beside the loads; it is ended with them. */
  run(command: string, ...parameters: string[]): ChildProcess {
    return this.#spawn(command, parameters).child;
  }

  /** A browser as a program of the session: the heaviest start of a toolkit. */
  startChromium(): void {
    const profile = `--user-data-dir=${this.#folder}/chromium`;
    this.#spawn(process.env['CHROMIUM'] ?? 'chromium', [
      '--no-sandbox',
      '--no-first-run',
      '--disable-gpu',
      '--disable-background-networking',
      '--window-position=200,200',
      '--window-size=400,300',
      profile,
      'data:text/html,<p>Farpane',
    ]);
  }

  /** No more output and no more new programs; those that run for good go on. Programs that run to an end are waited for. */
  async quieten(): Promise<void> {
    this.#stopping = true;
    writeFileSync(this.#stopFile, '');
    await Promise.all(this.#rounds);
    // What moves by itself would never rest.
    for (const { name, child } of this.#running) if (name === 'wish') child.kill('SIGSTOP');
  }

  /** Those that are there, by name. */
  get alive(): string[] {
    return [...this.#running].map(({ name }) => name);
  }

  async end(): Promise<void> {
    for (const running of this.#running) this.#hear(running);
    this.#ending = true;
    this.#stopping = true;
    await Promise.all(
      [...this.#running].map(async ({ child }) => {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
    rmSync(this.#stopFile, { force: true });
  }
}
