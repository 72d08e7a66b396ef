import { ByteUnpacker } from './byte-coder.ts';
import { ByteReader } from './bytes.ts';
import { videoCodecs, type Command, type Glyph } from './commands.ts';
import {
  MAX_COMMAND_BYTES,
  MAX_COORDINATE,
  MAX_CURSOR_PIXELS,
  MAX_FRAME_BYTES,
  MAX_GLYPH_BYTES,
  MAX_GLYPH_METRIC,
  MAX_GLYPH_RUN,
  MAX_GLYPH_SIDE,
  MAX_GLYPHS,
  MAX_PICTURE_PIXELS,
  MAX_PICTURES,
  MAX_RAW_PIXELS,
  MAX_STREAMS,
  MAX_SURFACES,
  MAX_VIDEO_BYTES,
  MAX_VIDEO_PIXELS,
  VERSION,
} from './limits.ts';
import { CLIPPED, FLAG, Opcode, SAME_COLOR, SAME_SURFACE } from './opcodes.ts';
import { readPixels } from './pixel-code.ts';
import { RawUnpacker } from './raw-code.ts';
import { readRegion } from './region-code.ts';
import { ThincError } from './thinc-error.ts';
import { WritingState } from './writing-state.ts';

/**
 * Reads a stream of commands: the receiving end of a `CommandWriter`. Any bytes do no worse than a ThincError; memory stays within
 * limits.ts. After an error the stream is of no more use.
 */
export class CommandReader {
  readonly #state = new WritingState();
  /** Of the glyphs that have been defined. */
  #advances: number[] = [];
  #coverages: boolean[] = [];
  #glyphBytes = 0;
  #pending: Uint8Array = new Uint8Array(0);
  readonly #unpacker = new ByteUnpacker();
  readonly #rawUnpacker = new RawUnpacker();
  #begun = false;

  /**
   * The commands of the frames that are whole with these bytes (borrowed).
   * @throws ThincError for bytes that are no such stream.
   */
  push(bytes: Uint8Array): Command[] {
    const commands: Command[] = [];
    let pending = this.#pending;
    if (pending.length === 0) pending = bytes;
    else {
      pending = new Uint8Array(pending.length + bytes.length);
      pending.set(this.#pending);
      pending.set(bytes, this.#pending.length);
    }
    let at = 0;
    if (!this.#begun && pending.length > 0) {
      if (pending[0] !== VERSION) throw new ThincError(`version ${pending[0]} of the thinc wire, not ${VERSION}`);
      this.#begun = true;
      at = 1;
    }
    for (;;) {
      const frame = frameAt(pending, at);
      if (frame === undefined) break;
      this.#readFrame(pending.subarray(frame.start, frame.end), commands);
      at = frame.end;
    }
    this.#pending = pending.slice(at);
    return commands;
  }

  #readFrame(frame: Uint8Array, commands: Command[]): void {
    const head = new ByteReader(frame);
    const sizes = head.atMost(4 * MAX_COMMAND_BYTES + 3, 'the commands of a frame');
    const bulkLength = (sizes & 1) === 0 ? 0 : head.unsigned();
    if (bulkLength > head.left) throw new ThincError('a frame ends early');
    const packed = head.bytes(head.left - bulkLength);
    const bulk = new ByteReader(head.bytes(bulkLength));
    const asTheyAre = (sizes & 2) !== 0;
    const reader = new ByteReader(asTheyAre ? packed : this.#unpacker.unpack(packed, sizes >>> 2));
    while (reader.left > 0) commands.push(this.#command(reader, bulk));
    if (bulk.left > 0) throw new ThincError('pixels of no command');
  }

  #command(reader: ByteReader, bulk: ByteReader): Command {
    const head = reader.byte();
    const flag = (head & FLAG) !== 0;
    const opcode = head & 0x1f;
    switch (opcode) {
      case Opcode.Raw: {
        const surface = this.#surface(reader, head);
        const keep = flag ? reader.atMost(MAX_PICTURES - 1, 'a picture') : undefined;
        const { x, y } = this.#place(reader);
        const pixels = this.#rawUnpacker.read(bulk, flag ? MAX_PICTURE_PIXELS : MAX_RAW_PIXELS);
        return { kind: 'raw', surface, x, y, pixels, keep };
      }
      case Opcode.KeptRaw: {
        const surface = this.#surface(reader, head);
        const picture = reader.atMost(MAX_PICTURES - 1, 'a picture');
        return { kind: 'kept-raw', surface, picture, ...this.#place(reader) };
      }
      case Opcode.Copy:
        return this.#copy(reader, head);
      case Opcode.Fill: {
        const surface = this.#surface(reader, head);
        if ((head & SAME_COLOR) === 0) this.#state.fillPixel = this.#color(reader);
        const region = readRegion(reader, this.#state.anchor);
        return { kind: 'fill', surface, pixel: this.#state.fillPixel, region };
      }
      case Opcode.Tile: {
        const surface = this.#surface(reader, head);
        const picture = reader.atMost(MAX_PICTURES - 1, 'a picture');
        const region = readRegion(reader, this.#state.anchor);
        return { kind: 'tile', surface, picture, region, ...this.#place(reader) };
      }
      case Opcode.Bitmap: {
        const surface = this.#surface(reader, head);
        const picture = reader.atMost(MAX_PICTURES - 1, 'a picture');
        const foreground = this.#color(reader);
        const background = flag ? undefined : this.#color(reader);
        const region = readRegion(reader, this.#state.anchor);
        return { kind: 'bitmap', surface, picture, foreground, background, region, ...this.#place(reader) };
      }
      case Opcode.Glyphs:
      case Opcode.CoverageGlyphs:
        return this.#glyphs(reader, head);
      case Opcode.Video:
        return this.#video(reader, head, bulk);
      case Opcode.Picture: {
        const picture = reader.atMost(MAX_PICTURES - 1, 'a picture');
        return { kind: 'picture', picture, pixels: readPixels(reader, MAX_PICTURE_PIXELS) };
      }
      case Opcode.Glyph:
        return { kind: 'glyph', glyph: this.#glyph(reader, flag) };
      case Opcode.ForgetGlyphs:
        this.#advances = [];
        this.#coverages = [];
        this.#glyphBytes = 0;
        return { kind: 'forget-glyphs' };
      case Opcode.Screen:
        return { kind: 'screen', ...sizeOf(reader), of: flag ? sizeOf(reader) : undefined };
      case Opcode.Create: {
        const surface = reader.unsigned();
        const depth = reader.byte();
        if (depth !== 24 && depth !== 32) throw new ThincError(`a surface of depth ${depth}`);
        return { kind: 'create', surface, depth, ...pointOf(reader), ...sizeOf(reader) };
      }
      case Opcode.Resize: {
        const surface = reader.unsigned();
        const size = sizeOf(reader);
        return { kind: 'resize', surface, ...size, dx: coordinate(reader), dy: coordinate(reader) };
      }
      case Opcode.Move:
        return { kind: 'move', surface: reader.unsigned(), ...pointOf(reader) };
      case Opcode.Shape: {
        const surface = reader.unsigned();
        return { kind: 'shape', surface, shape: flag ? readRegion(reader, this.#state.anchor) : undefined };
      }
      case Opcode.Stack: {
        const count = reader.atMost(MAX_SURFACES, 'the number of surfaces');
        // Each takes a byte at least.
        if (count > reader.left) throw new ThincError('a stack ends early');
        return { kind: 'stack', surfaces: Array.from({ length: count }, () => reader.unsigned()) };
      }
      case Opcode.Destroy:
        return { kind: 'destroy', surface: reader.unsigned() };
      case Opcode.Cursor: {
        if (!flag) return { kind: 'cursor', cursor: undefined };
        const [hotX, hotY] = [coordinate(reader), coordinate(reader)];
        const pixels = readPixels(reader, MAX_CURSOR_PIXELS);
        if (pixels.depth !== 32) throw new ThincError(`a cursor of depth ${pixels.depth}`);
        return { kind: 'cursor', cursor: { hotX, hotY, pixels } };
      }
      case Opcode.Blank:
        return { kind: 'blank', blanked: flag };
      case Opcode.Warp:
        return { kind: 'warp', ...pointOf(reader) };
      case Opcode.Locks:
        return { kind: 'locks', capsLock: flag, numLock: (head & CLIPPED) !== 0 };
      case Opcode.Whole:
        return { kind: 'whole', exact: !flag };
      default:
        throw new ThincError(`unknown command ${opcode}`);
    }
  }

  #surface(reader: ByteReader, head: number): number {
    if ((head & SAME_SURFACE) === 0) this.#state.surface = reader.unsigned();
    return this.#state.surface;
  }

  #place(reader: ByteReader): { x: number; y: number } {
    const { anchor } = this.#state;
    const x = checkCoordinate(anchor.x + reader.signed());
    const y = checkCoordinate(anchor.y + reader.signed());
    anchor.x = x;
    anchor.y = y;
    return { x, y };
  }

  #color(reader: ByteReader): number {
    const { colors } = this.#state;
    const index = reader.byte();
    if (index >= 2) {
      const color = colors.at(index - 2);
      if (color === undefined) throw new ThincError(`no recent colour ${index - 2}`);
      return color;
    }
    let color = reader.byte() | (reader.byte() << 8) | (reader.byte() << 16);
    if (index === 1) color = (color | (reader.byte() << 24)) >>> 0;
    colors.add(color);
    return color;
  }

  #copy(reader: ByteReader, head: number): Command {
    const state = this.#state;
    const surface = this.#surface(reader, head);
    const source = (head & FLAG) === 0 ? reader.unsigned() : surface;
    const dx = checkCoordinate(state.copyX + reader.signed());
    const dy = checkCoordinate(state.copyY + reader.signed());
    state.copyX = dx;
    state.copyY = dy;
    return { kind: 'copy', surface, source, dx, dy, region: readRegion(reader, state.anchor) };
  }

  #glyph(reader: ByteReader, coverage: boolean): Glyph {
    if (this.#advances.length >= MAX_GLYPHS) throw new ThincError(`more than ${MAX_GLYPHS} glyphs`);
    const left = metric(reader);
    const width = reader.atMost(MAX_GLYPH_SIDE, "a glyph's width");
    const ascent = metric(reader);
    const height = reader.atMost(MAX_GLYPH_SIDE, "a glyph's height");
    const advance = metric(reader);
    const bits = reader.bytes((coverage ? width : (width + 7) >> 3) * height).slice();
    this.#glyphBytes += bits.length;
    if (this.#glyphBytes > MAX_GLYPH_BYTES) throw new ThincError(`glyphs of more than ${MAX_GLYPH_BYTES} bytes`);
    this.#advances.push(advance);
    this.#coverages.push(coverage);
    const glyph = { left, width, ascent, height, advance, bits };
    return coverage ? { ...glyph, coverage } : glyph;
  }

  #glyphs(reader: ByteReader, head: number): Command {
    const state = this.#state;
    const surface = this.#surface(reader, head);
    if ((head & SAME_COLOR) === 0) state.glyphPixel = this.#color(reader);
    const coverage = (head & 0x1f) === Opcode.CoverageGlyphs;
    const ground = coverage ? this.#color(reader) : undefined;
    const clip = (head & FLAG) === 0 ? undefined : readRegion(reader, state.anchor);
    const glyphs: number[] = [];
    const positions: number[] = [];
    for (let runs = reader.atMost(MAX_GLYPH_RUN, 'the number of runs'); runs > 0; runs--) {
      const count = reader.atMost(MAX_GLYPH_RUN - 1, 'the number of glyphs') + 1;
      if (glyphs.length + count > MAX_GLYPH_RUN) throw new ThincError(`more than ${MAX_GLYPH_RUN} glyphs at once`);
      let x = checkCoordinate(state.textX + reader.signed());
      const y = checkCoordinate(state.textY + reader.signed());
      state.textX = x;
      state.textY = y;
      for (let i = 0; i < count; i++) {
        let number = reader.unsigned();
        if (number === 0) {
          x = checkCoordinate(x + reader.signed());
          number = reader.unsigned();
        }
        const advance = this.#advances[number - 1];
        if (advance === undefined) throw new ThincError(`glyph ${number - 1} of ${this.#advances.length}`);
        if (this.#coverages[number - 1] !== coverage) throw new ThincError(`glyph ${number - 1} is of the other kind`);
        glyphs.push(number - 1);
        positions.push(x, y);
        x = checkCoordinate(x + advance);
      }
    }
    return { kind: 'glyphs', surface, pixel: state.glyphPixel, ground, clip, glyphs, positions };
  }

  #video(reader: ByteReader, head: number, bulk: ByteReader): Command {
    const surface = this.#surface(reader, head);
    const stream = reader.atMost(MAX_STREAMS - 1, 'a stream');
    const code = reader.byte();
    const codec = videoCodecs[code];
    if (codec === undefined) throw new ThincError(`unknown video codec ${code}`);
    const place = this.#place(reader);
    const size = sizeOf(reader);
    if (size.width * size.height > MAX_VIDEO_PIXELS)
      throw new ThincError(`a video frame of ${size.width} x ${size.height}`);
    const clip = (head & CLIPPED) === 0 ? undefined : readRegion(reader, this.#state.anchor);
    const data = bulk.bytes(reader.atMost(MAX_VIDEO_BYTES, 'a video frame')).slice();
    return { kind: 'video', surface, stream, codec, clip, keyFrame: (head & FLAG) !== 0, ...place, ...size, data };
  }
}

/** The frame at a place, if it is there as a whole. */
function frameAt(bytes: Uint8Array, at: number): { start: number; end: number } | undefined {
  let length = 0;
  for (let i = 0; at + i < bytes.length; i++) {
    const byte = bytes[at + i]!;
    length |= (byte & 0x7f) << (7 * i);
    if (length > MAX_FRAME_BYTES || i > 3) throw new ThincError(`a frame of more than ${MAX_FRAME_BYTES} bytes`);
    if (byte >= 0x80) continue;
    const start = at + i + 1;
    return start + length <= bytes.length ? { start, end: start + length } : undefined;
  }
  return undefined;
}

function checkCoordinate(value: number): number {
  if (Math.abs(value) > MAX_COORDINATE) throw new ThincError(`a coordinate of ${value}`);
  return value;
}

function coordinate(reader: ByteReader): number {
  return checkCoordinate(reader.signed());
}

function metric(reader: ByteReader): number {
  const value = reader.signed();
  if (Math.abs(value) > MAX_GLYPH_METRIC) throw new ThincError(`a glyph's metric of ${value}`);
  return value;
}

function pointOf(reader: ByteReader): { x: number; y: number } {
  return { x: coordinate(reader), y: coordinate(reader) };
}

function sizeOf(reader: ByteReader): { width: number; height: number } {
  const width = reader.atMost(MAX_COORDINATE, 'a width');
  const height = reader.atMost(MAX_COORDINATE, 'a height');
  if (width === 0 || height === 0) throw new ThincError(`a size of ${width} x ${height}`);
  return { width, height };
}
