/** What can be done with a recording without showing it: checking that it proves itself, and a picture of one moment. */
import { deflateSync } from 'node:zlib';
import { encodePng } from '../../codecs/png.ts';
import { noDriver } from '../../session/no-driver.ts';
import { RecordingError } from '../../session/recording/format.ts';
import { Player } from '../../session/recording/player.ts';
import type { Recording } from '../../session/recording/recording.ts';
import { Core } from '../../xserver/core.ts';
import type { Sink } from '../../xserver/log/entry.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { messageOf } from '../message-of.ts';

/** A keyframe beside the core that got there by the log alone. */
export interface KeyframeCheck {
  readonly index: number;
  /** ms of the session. */
  readonly time: number;
  readonly hash: string;
  readonly equal: boolean;
}

async function restore(recording: Recording, keyframe: Recording['keyframes'][number]): Promise<Core> {
  const snapshot = await recording.snapshot(keyframe);
  try {
    return Core.restore(snapshot);
  } catch (error) {
    const why = messageOf(error);
    throw new RecordingError(`the keyframe at byte ${keyframe.offset} is damaged: ${why}`);
  }
}

/**
 * Applies all entries from the first keyframe on, and compares the state with each later keyframe's own where the log comes by it.
 * @throws RecordingError where the recording is damaged.
 */
export async function* checkKeyframes(
  recording: Recording,
  defect: (what: string) => void,
): AsyncGenerator<KeyframeCheck> {
  const sink: Sink = {
    toClient() {},
    consumed() {},
    closed() {},
    deadline() {},
    bell() {},
    defect,
    driver: noDriver,
  };
  const [first, ...later] = recording.keyframes;
  const core = await restore(recording, first!);
  for await (const entry of recording.entries()) {
    for (; later[0] !== undefined && later[0].index < entry.index; later.shift())
      yield await check(core, recording, later[0]);
    core.apply(entry, sink);
  }
  for (const keyframe of later) yield await check(core, recording, keyframe);
}

async function check(
  core: Core,
  recording: Recording,
  keyframe: Recording['keyframes'][number],
): Promise<KeyframeCheck> {
  const { index, time } = keyframe;
  const hash = core.stateHash();
  return { index, time, hash, equal: hash === (await restore(recording, keyframe)).stateHash() };
}

/** The screen at a time, in ms of the session, as a PNG. @throws RecordingError */
export async function pictureAt(
  recording: Recording,
  time: number,
  defect: (what: string) => void,
): Promise<Uint8Array> {
  const player = new Player(recording, noDriver, { restored() {}, bell() {}, defect });
  await player.seek(time);
  const { state } = player.core!;
  const { width, height } = state.screen;
  return encodePng(width, height, composeScene(state, 0, 0, width, height).data, deflateSync);
}
