/**
 * What a terminal on the thinc wire says to the host: what it decodes, that it has lost a stream, and how much room it has. Messages as README.md tells them: a length, a
 * kind, what belongs to it. Kinds that are not known are passed over.
 */
import { ByteReader, ByteWriter } from './bytes.ts';
import { videoCodecs, type VideoCodec } from './commands.ts';
import { MAX_COORDINATE, MAX_STREAMS, MAX_UP_BYTES } from './limits.ts';
import type { Size } from './scale.ts';
import { ThincError } from './thinc-error.ts';

export type UpMessage =
  /** What of VIDEO the terminal decodes, what it likes best first. Before it says so it gets none. */
  | { kind: 'decodes'; codecs: readonly VideoCodec[] }
  /** A frame of this stream could not be decoded: only a key frame helps. */
  | { kind: 'lost'; stream: number }
  /** It has so much room in pixels: a larger screen is to be made smaller for it. Undefined: it wants the screen as it is. */
  | { kind: 'room'; room: Size | undefined };

const DECODES = 0;
const LOST = 1;
const ROOM = 2;

export function encodeUp(message: UpMessage): Uint8Array {
  const body = new ByteWriter();
  if (message.kind === 'decodes') {
    body.byte(DECODES);
    body.unsigned(message.codecs.length);
    for (const codec of message.codecs) body.byte(videoCodecs.indexOf(codec));
  } else if (message.kind === 'lost') {
    body.byte(LOST);
    body.unsigned(message.stream);
  } else {
    body.byte(ROOM);
    body.unsigned(message.room?.width ?? 0);
    body.unsigned(message.room?.height ?? 0);
  }
  const writer = new ByteWriter();
  writer.unsigned(body.length);
  writer.bytes(body.finish());
  return writer.finish();
}

/** Cuts what comes up into messages. Any bytes do no worse than a ThincError. */
export class UpReader {
  #pending: Uint8Array = new Uint8Array(0);

  /** The messages that are whole with these bytes (borrowed). @throws ThincError for bytes that no terminal sends. */
  push(bytes: Uint8Array): UpMessage[] {
    const all = new Uint8Array(this.#pending.length + bytes.length);
    all.set(this.#pending);
    all.set(bytes, this.#pending.length);
    const messages: UpMessage[] = [];
    let at = 0;
    for (;;) {
      const frame = frameAt(all, at);
      if (frame === undefined) break;
      const message = messageOf(new ByteReader(all.subarray(frame.start, frame.end)));
      if (message !== undefined) messages.push(message);
      at = frame.end;
    }
    this.#pending = all.slice(at);
    return messages;
  }
}

function frameAt(bytes: Uint8Array, at: number): { start: number; end: number } | undefined {
  const [low, high = 0] = [bytes[at], bytes[at + 1]];
  if (low === undefined || (low >= 0x80 && at + 1 >= bytes.length)) return undefined;
  const length = low < 0x80 ? low : (low & 0x7f) | (high << 7);
  if (length > MAX_UP_BYTES || (low >= 0x80 && high >= 0x80))
    throw new ThincError(`a message of more than ${MAX_UP_BYTES} bytes`);
  const start = at + (low < 0x80 ? 1 : 2);
  return start + length <= bytes.length ? { start, end: start + length } : undefined;
}

function messageOf(reader: ByteReader): UpMessage | undefined {
  switch (reader.byte()) {
    case DECODES: {
      const codes = reader.bytes(reader.atMost(MAX_UP_BYTES, 'the number of codecs'));
      // A newer terminal may know more of them.
      const codecs = Array.from(codes).flatMap((code) => videoCodecs[code] ?? []);
      return { kind: 'decodes', codecs };
    }
    case LOST:
      return { kind: 'lost', stream: reader.atMost(MAX_STREAMS - 1, 'a stream') };
    case ROOM: {
      const width = reader.atMost(MAX_COORDINATE, 'the width of the room');
      const height = reader.atMost(MAX_COORDINATE, 'the height of the room');
      return { kind: 'room', room: width === 0 || height === 0 ? undefined : { width, height } };
    }
    default:
      return undefined;
  }
}
