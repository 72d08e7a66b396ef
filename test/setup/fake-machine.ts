import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from '../house/source-files.ts';

/** A checkout in a folder of its own, and before the machine's programs some of the test's. */
export interface FakeMachine {
  /** The checkout. */
  readonly folder: string;
  /** Puts a shell script before the machine's programs of that name. `$LOG` is the file that `log` reads. */
  readonly addProgram: (name: string, script: string) => void;
  /** Writes a file of the checkout. */
  readonly addFile: (path: string, text: string) => void;
  /** Runs a script of the checkout to its end, in an environment with nothing but PATH and HOME. */
  readonly node: (...args: string[]) => { readonly status: number | null; readonly output: string };
  /** What the programs wrote to `$LOG`, by line. */
  readonly log: () => string[];
}

/** Copies those files and folders of this repository to a new checkout, which ends with the test. */
export function createFakeMachine(paths: readonly string[]): FakeMachine {
  const folder = mkdtempSync(join(tmpdir(), 'farpane-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const programs = join(folder, 'fake-bin');
  const logFile = join(folder, 'log.txt');
  mkdirSync(programs);
  writeFileSync(logFile, '');
  for (const path of paths) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  const addFile = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  return {
    folder,
    addFile,
    addProgram(name, script) {
      writeFileSync(join(programs, name), `#!/bin/sh\nLOG='${logFile}'\n${script}\n`, { mode: 0o755 });
    },
    node(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: `${programs}:/usr/bin:/bin`, HOME: folder, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { status, output: stdout + stderr };
    },
    log: () =>
      readFileSync(logFile, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
  };
}
