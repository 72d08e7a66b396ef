/** Sessions with real programs, recorded: what is replayed is what was there, to the pixel, whatever ended the session. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { withRecording } from '../../host/recording/recording-file.ts';
import { noDriver } from '../../session/no-driver.ts';
import { Player } from '../../session/recording/player.ts';
import type { Recording } from '../../session/recording/recording.ts';
import { Core } from '../../xserver/core.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { startTestHost, until, type TestHost } from '../host/support.ts';
import { silentSink } from './memory-recording.ts';

let folder: string;
let host: TestHost | undefined;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-recording-test-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await host?.end();
  host = undefined;
});

async function record(): Promise<string> {
  const file = join(folder, `${++files}.fprec`);
  host = await startTestHost({ session: { record: file } });
  return file;
}

async function stats() {
  return host!.session.handle.ask('stats', {});
}

function playerOf(recording: Recording): Player {
  return new Player(recording, noDriver, {
    restored() {},
    bell() {},
    defect(what) {
      throw new Error(what);
    },
  });
}

function picture({ state }: Core): Uint32Array {
  return composeScene(state, 0, 0, state.screen.width, state.screen.height).data;
}

async function entriesIn(file: string): Promise<number> {
  return withRecording(file, async (recording) => {
    let count = 0;
    for await (const _entry of recording.entries()) count++;
    return count;
  });
}

/** Waits until the file holds all that has happened so far; gives how many entries that are. */
async function written(file: string): Promise<number> {
  const { entries } = await stats();
  await until(async () => (await entriesIn(file)) >= entries, 'the recording');
  return entries;
}

describe('a recorded session', () => {
  test('shows in the end what the session shows: xterm that was typed into, xclock, a terminal that was primary', async () => {
    const file = await record();
    host!.start('xclock', '-digital', '-norender', '-update', '3600');
    host!.start('xterm', '-e', 'sh', '-c', 'PS1="> "; while read line; do echo "<$line>"; done');
    await until(async () => (await stats()).clients >= 2, 'both programs');
    const script = 'idle 300\nmove 200 200\ntype "hello there"\nkey Return\nmove 20 20\nidle 300'.split('\n');
    const view = await host!.view({ script: parseScript(script.join('\n')) });
    expect(view.stats.verified.different).toBe(0);
    // On a busy machine programs may still draw.
    await until(async () => {
      await written(file);
      const { pixels, width, height } = await host!.session.handle.ask('screenshot', {});
      expect(new Set(pixels).size).toBeGreaterThan(1);
      return withRecording(file, async (recording) => {
        expect(recording.table.closed).toBe(false);
        const player = playerOf(recording);
        await player.seek(recording.endTime);
        const { screen } = player.core!.state;
        const shown = Buffer.from(picture(player.core!).buffer);
        return (
          screen.width === width &&
          screen.height === height &&
          shown.equals(Buffer.from(Uint32Array.from(pixels).buffer))
        );
      });
    }, 'the same picture');
    await withRecording(file, async (recording) => {
      const kinds = new Set<string>();
      for await (const entry of recording.entries()) kinds.add(entry.kind);
      expect([...kinds]).toEqual(expect.arrayContaining(['font-catalogue', 'client-connected', 'request', 'input']));
    });
    await host!.end();
    host = undefined;
    await withRecording(file, async (recording) => {
      expect(recording.table.closed).toBe(true);
      const ends: string[] = [];
      for await (const entry of recording.entries()) if (entry.kind === 'client-gone') ends.push(entry.kind);
      expect(ends).toHaveLength(2);
    });
  });

  test('seeking to any time gives what playing to it gives', async () => {
    const file = await record();
    host!.start('xterm', '-e', 'sh', '-c', 'i=0; while :; do i=$((i+1)); echo "line $i of many"; sleep 0.02; done');
    await until(async () => (await stats()).entries > 600, 'some output');
    await host!.end();
    host = undefined;
    await withRecording(file, async (recording) => {
      const played = playerOf(recording);
      await played.seek(recording.startTime);
      const { startTime, endTime } = recording;
      for (let i = 1; i <= 12; i++) {
        const time = startTime + ((endTime - startTime) * i) / 12;
        while (!played.advance(time)) await played.load();
        const sought = playerOf(recording);
        // From the future, as a user drags the slider.
        if (i % 2 === 0) await sought.seek(endTime);
        await sought.seek(time);
        expect(sought.core!.stateHash()).toBe(played.core!.stateHash());
      }
    });
  });

  test('every keyframe is the state that the replayed log has there', async () => {
    const file = await record();
    await host!.run('xdpyinfo');
    host!.start('xlogo');
    await until(async () => (await stats()).clients > 0, 'xlogo');
    await host!.view({});
    await host!.end();
    host = undefined;
    await withRecording(file, async (recording) => {
      const core = Core.restore(await recording.snapshot(recording.keyframes[0]!));
      for await (const entry of recording.entries()) {
        core.apply(entry, silentSink);
      }
      const last = recording.keyframes.at(-1)!;
      expect(recording.keyframes.length).toBeGreaterThan(1);
      expect(core.state.index).toBe(last.index);
      expect(core.stateHash()).toBe(Core.restore(await recording.snapshot(last)).stateHash());
    });
  });

  test('whose process is killed has all but the last moment', async () => {
    const file = await record();
    host!.start('xlogo');
    await until(async () => (await stats()).clients > 0, 'xlogo');
    const entries = await written(file);
    process.kill(host!.session.handle.info.pid, 'SIGKILL');
    await host!.session.handle.exited;
    await withRecording(file, async (recording) => {
      expect(recording.table.closed).toBe(false);
    });
    expect(await entriesIn(file)).toBeGreaterThanOrEqual(entries);
  });

  test('tells of its recording, which only its owner may read', async () => {
    const file = await record();
    await written(file);
    expect((await stats()).recording).toMatchObject({ file, keyframes: 1 });
    await until(async () => (await stats()).recording!.bytes === (await stat(file)).size, 'the size of the file');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('a recording that cannot be', () => {
  test('of a file that exists is refused, and the file left as it is', async () => {
    const file = join(folder, 'precious.txt');
    await writeFile(file, 'precious');
    await expect(startTestHost({ session: { record: file } })).rejects.toThrow(`${file}: there is such a file already`);
    expect(await readFile(file, 'utf8')).toBe('precious');
  });

  test('in a folder that is not there is refused', async () => {
    const file = join(folder, 'nowhere', 'a.fprec');
    await expect(startTestHost({ session: { record: file } })).rejects.toThrow(`${file}: no such file or folder`);
  });
});
