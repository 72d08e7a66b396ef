import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FakeMachine, createFakeMachine } from './fake-machine.ts';

const BUILD = 'libcairo2-dev libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev libpixman-1-dev xfonts-base';

/** A machine with no system package and an npm that installs what the lockfile says, canvas apart. */
function createBareMachine(): FakeMachine {
  const machine = createFakeMachine(['scripts/setup', 'scripts/setup.mjs', 'package.json', 'package-lock.json']);
  const { packages } = JSON.parse(readFileSync(join(machine.folder, 'package-lock.json'), 'utf8'));
  delete packages[''];
  machine.addFile('installed.json', JSON.stringify({ packages }));
  machine.addProgram(
    'dpkg-query',
    'grep -q "apt-get.* install" "$LOG" || exit 1; shift 3; for name in "$@"; do echo "installed $name"; done',
  );
  for (const name of ['make', 'g++', 'python3', 'pkg-config', 'chromium']) machine.addProgram(name, 'exit 0');
  machine.addProgram('apt-get', 'echo "apt-get $*" >> "$LOG"');
  machine.addProgram('sudo', 'exit 1');
  machine.addProgram('id', 'echo 1000');
  machine.addProgram(
    'npm',
    `echo "npm $*" >> "$LOG"
     [ "$1" = ci ] && mkdir -p node_modules && cp installed.json node_modules/.package-lock.json || echo 11.0.0`,
  );
  return machine;
}

describe('npm run setup', () => {
  it('installs system packages as root without asking, then npm packages, and both once', () => {
    const machine = createBareMachine();
    machine.addProgram('id', 'echo 0');
    const { status, output } = machine.node('scripts/setup.mjs');
    expect(output).toContain(`installing system packages, needed to compile canvas, for the X fonts: ${BUILD}\n`);
    expect(status).toBe(0);
    expect(machine.log()).toEqual([
      'apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update',
      `apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install -y --no-install-recommends ${BUILD}`,
      'npm --version',
      'npm ci --no-audit --no-fund',
    ]);
    const logged = machine.log().length;
    expect(machine.node('scripts/setup.mjs').status).toBe(0);
    expect(machine.log()).toHaveLength(logged);
  });

  it('uses sudo where it needs no password', () => {
    const machine = createBareMachine();
    machine.addProgram('sudo', 'echo "sudo $*" >> "$LOG"; shift; exec "$@"');
    expect(machine.node('scripts/setup.mjs').status).toBe(0);
    expect(
      machine
        .log()
        .filter((line) => line.startsWith('sudo'))
        .slice(0, 2),
    ).toEqual([
      'sudo -n true',
      'sudo -n env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update',
    ]);
  });

  it('tells what to type where it may not install, and goes on', () => {
    const machine = createBareMachine();
    const { status, output } = machine.node('scripts/setup.mjs');
    expect(output).toContain(`\n    sudo apt-get install -y --no-install-recommends ${BUILD}\n`);
    expect(output).toContain('node-canvas is not available');
    expect(status).toBe(0);
    expect(machine.log()).toEqual(['npm --version', 'npm ci --no-audit --no-fund']);
  });

  it('installs the others where one package fails', () => {
    const machine = createBareMachine();
    machine.addProgram('id', 'echo 0');
    machine.addProgram('apt-get', 'echo "$*" >> "$LOG"; case "$*" in *libgif-dev*) exit 100;; esac');
    const { status, output } = machine.node('scripts/setup.mjs');
    expect(output).toContain('could not install libgif-dev\n');
    expect(machine.log().filter((line) => line.endsWith('recommends libpixman-1-dev'))).toHaveLength(1);
    expect(status).toBe(0);
  });

  it('does not install again a Chromium whose snap is missing', () => {
    const machine = createBareMachine();
    machine.addProgram('chromium', 'exec /snap/bin/chromium');
    machine.addProgram('chromium-browser', 'exec /snap/bin/chromium');
    machine.addProgram('dpkg-query', 'shift 3; for name in "$@"; do echo "installed $name"; done');
    expect(machine.node('scripts/setup.mjs').status).toBe(0);
    expect(machine.log().filter((line) => line.startsWith('apt-get'))).toEqual([]);
  });

  it('fails where npm ci fails', () => {
    const machine = createBareMachine();
    machine.addProgram('npm', 'exit 1');
    const { status, output } = machine.node('scripts/setup.mjs');
    expect(output).toContain('npm ci failed');
    expect(status).toBe(1);
  });
});

describe('the farpane command', () => {
  it('asks for the set-up where there are no npm packages', () => {
    const machine = createFakeMachine(['cli/bin', 'host/kept-bundles.mjs', 'package.json']);
    expect(machine.node('cli/bin/farpane.mjs', 'serve')).toEqual({
      status: 1,
      output: 'farpane: its npm packages are not installed: run npm run setup\n',
    });
  });
});
