import { BytePacker } from './byte-coder.ts';
import { ByteWriter } from './bytes.ts';
import { videoCodecs, type Command, type DrawingCommand, type Glyph } from './commands.ts';
import { VERSION } from './limits.ts';
import { CLIPPED, FLAG, Opcode, SAME_COLOR, SAME_SURFACE } from './opcodes.ts';
import type { Effort } from './effort.ts';
import { writePixels } from './pixel-code.ts';
import { RawPacker } from './raw-code.ts';
import { writeRegion } from './region-code.ts';
import { Tally } from './tally.ts';
import { WritingState } from './writing-state.ts';

/** A frame ends after so many bytes: what it says is not drawn before it has arrived as a whole. */
const FRAME_BYTES = 2048;
/** Commands of more bytes at once are not packed on a fast link: packing a megabyte takes about a second. */
const QUICK_AFTER_BYTES = 4096;
/** What packing a byte of commands takes, in about nanoseconds (effort.ts), and writing a byte as it is. */
const COST_PACKED = 1200;
const COST_PLAIN = 50;
/** Choosing and writing a command. */
const COST_COMMAND = 4000;
const COST_KEPT_PIXEL = 15;

/**
 * How much time counts beside bytes. `some`: on a fast link photographs, and commands when there are many, are written quickly rather than tightly.
 * `great`: everything is.
 */
export type Haste = 'none' | 'some' | 'great';

/** Recent colours are 2 and up; these announce a new one of 24 or 32 bits. */
const NEW_COLOR_24 = 0;
const NEW_COLOR_32 = 1;

/** Writes commands as frames (README.md): the sending end of a stream. `command-reader.ts` is the other. */
export class CommandWriter {
  /** The frame that is being written: its commands, and the pixels of its RAWs. */
  readonly #out = new ByteWriter();
  readonly #bulk = new ByteWriter();
  readonly #packer = new BytePacker();
  readonly #rawPacker = new RawPacker();
  haste: Haste = 'none';
  /** Bytes of commands that have been packed since the last `frames`. */
  #packed = 0;
  /** What writing takes is spent of it. */
  readonly #effort: Effort | undefined;
  readonly #closed = new ByteWriter();
  readonly #state = new WritingState();
  /** Advances of the glyphs that have been defined: runs leave them out. */
  #advances: number[] = [];
  #begun = false;
  readonly tally: Tally = new Tally();

  constructor(effort?: Effort) {
    this.#effort = effort;
  }

  /** Bytes written since the last `frames`, those of the last frame before they are packed. */
  get length(): number {
    return this.#closed.length + this.#out.length + this.#bulk.length;
  }

  /** What was written since the last call, as whole frames (owned by the caller); undefined where there is nothing. */
  frames(): Uint8Array | undefined {
    this.#closeFrame();
    this.#packed = 0;
    return this.#closed.length === 0 ? undefined : this.#closed.finish();
  }

  #closeFrame(): void {
    const commands = this.#out.finish();
    if (commands.length === 0) return;
    const bulk = this.#bulk.finish();
    const head = new ByteWriter();
    const closed = this.#closed;
    const asTheyAre = this.haste === 'great' || (this.haste === 'some' && this.#packed > QUICK_AFTER_BYTES);
    if (!asTheyAre) this.#packed += commands.length;
    this.#spend(commands.length * (asTheyAre ? COST_PLAIN : COST_PACKED));
    head.unsigned((commands.length << 2) | (asTheyAre ? 2 : 0) | (bulk.length === 0 ? 0 : 1));
    if (bulk.length > 0) head.unsigned(bulk.length);
    const packed = asTheyAre ? commands : this.#packer.pack(commands);
    if (!this.#begun) closed.byte(VERSION);
    this.#begun = true;
    closed.unsigned(head.length + packed.length + bulk.length);
    closed.bytes(head.finish());
    closed.bytes(packed);
    closed.bytes(bulk);
  }

  #spend(nanoseconds: number): void {
    this.#effort?.spend(nanoseconds);
  }

  write(command: Command): void {
    const before = this.length;
    this.#spend(COST_COMMAND);
    this.#write(command);
    this.tally.count(command, this.length - before);
    if (this.#out.length + this.#bulk.length >= FRAME_BYTES) this.#closeFrame();
  }

  #write(command: Command): void {
    const out = this.#out;
    switch (command.kind) {
      case 'raw':
        this.#head(command, Opcode.Raw | (command.keep === undefined ? 0 : FLAG));
        if (command.keep !== undefined) out.unsigned(command.keep);
        this.#place(command.x, command.y);
        this.#spend(this.#rawPacker.write(this.#bulk, command.pixels, this.haste));
        return;
      case 'kept-raw':
        this.#head(command, Opcode.KeptRaw);
        out.unsigned(command.picture);
        this.#place(command.x, command.y);
        return;
      case 'copy':
        this.#copy(command);
        return;
      case 'fill': {
        const same = command.pixel === this.#state.fillPixel;
        this.#head(command, Opcode.Fill | (same ? SAME_COLOR : 0));
        if (!same) this.#color(command.pixel);
        this.#state.fillPixel = command.pixel;
        writeRegion(out, command.region, this.#state.anchor);
        return;
      }
      case 'tile':
        this.#head(command, Opcode.Tile);
        out.unsigned(command.picture);
        writeRegion(out, command.region, this.#state.anchor);
        this.#place(command.x, command.y);
        return;
      case 'bitmap':
        this.#head(command, Opcode.Bitmap | (command.background === undefined ? FLAG : 0));
        out.unsigned(command.picture);
        this.#color(command.foreground);
        if (command.background !== undefined) this.#color(command.background);
        writeRegion(out, command.region, this.#state.anchor);
        this.#place(command.x, command.y);
        return;
      case 'glyphs':
        this.#glyphs(command);
        return;
      case 'video':
        this.#head(command, Opcode.Video | (command.keyFrame ? FLAG : 0) | (command.clip === undefined ? 0 : CLIPPED));
        out.unsigned(command.stream);
        out.byte(videoCodecs.indexOf(command.codec));
        this.#place(command.x, command.y);
        out.unsigned(command.width);
        out.unsigned(command.height);
        if (command.clip !== undefined) writeRegion(out, command.clip, this.#state.anchor);
        out.unsigned(command.data.length);
        // It is packed already.
        this.#bulk.bytes(command.data);
        return;
      case 'picture':
        this.#spend(command.pixels.data.length * COST_KEPT_PIXEL);
        out.byte(Opcode.Picture);
        out.unsigned(command.picture);
        writePixels(out, command.pixels);
        return;
      case 'glyph':
        out.byte(Opcode.Glyph | (command.glyph.coverage === undefined ? 0 : FLAG));
        this.#defineGlyph(command.glyph);
        return;
      case 'forget-glyphs':
        out.byte(Opcode.ForgetGlyphs);
        this.#advances = [];
        return;
      case 'screen':
        out.byte(Opcode.Screen | (command.of === undefined ? 0 : FLAG));
        out.unsigned(command.width);
        out.unsigned(command.height);
        if (command.of === undefined) return;
        out.unsigned(command.of.width);
        out.unsigned(command.of.height);
        return;
      case 'create':
        out.byte(Opcode.Create);
        out.unsigned(command.surface);
        out.byte(command.depth);
        out.signed(command.x);
        out.signed(command.y);
        out.unsigned(command.width);
        out.unsigned(command.height);
        return;
      case 'resize':
        out.byte(Opcode.Resize);
        out.unsigned(command.surface);
        out.unsigned(command.width);
        out.unsigned(command.height);
        out.signed(command.dx);
        out.signed(command.dy);
        return;
      case 'move':
        out.byte(Opcode.Move);
        out.unsigned(command.surface);
        out.signed(command.x);
        out.signed(command.y);
        return;
      case 'shape':
        out.byte(Opcode.Shape | (command.shape === undefined ? 0 : FLAG));
        out.unsigned(command.surface);
        if (command.shape !== undefined) writeRegion(out, command.shape, this.#state.anchor);
        return;
      case 'stack':
        out.byte(Opcode.Stack);
        out.unsigned(command.surfaces.length);
        for (const surface of command.surfaces) out.unsigned(surface);
        return;
      case 'destroy':
        out.byte(Opcode.Destroy);
        out.unsigned(command.surface);
        return;
      case 'cursor':
        out.byte(Opcode.Cursor | (command.cursor === undefined ? 0 : FLAG));
        if (command.cursor === undefined) return;
        out.signed(command.cursor.hotX);
        out.signed(command.cursor.hotY);
        writePixels(out, command.cursor.pixels);
        return;
      case 'blank':
        out.byte(Opcode.Blank | (command.blanked ? FLAG : 0));
        return;
      case 'warp':
        out.byte(Opcode.Warp);
        out.signed(command.x);
        out.signed(command.y);
        return;
      case 'locks':
        out.byte(Opcode.Locks | (command.capsLock ? FLAG : 0) | (command.numLock ? CLIPPED : 0));
        return;
      case 'whole':
        out.byte(Opcode.Whole | (command.exact ? 0 : FLAG));
        return;
      default:
        command satisfies never;
    }
  }

  #head(command: DrawingCommand, opcode: number): void {
    const same = command.surface === this.#state.surface;
    this.#out.byte(opcode | (same ? SAME_SURFACE : 0));
    if (!same) this.#out.unsigned(command.surface);
    this.#state.surface = command.surface;
  }

  /** A place near the last region, whose anchor it becomes. */
  #place(x: number, y: number): void {
    const { anchor } = this.#state;
    this.#out.signed(x - anchor.x);
    this.#out.signed(y - anchor.y);
    anchor.x = x;
    anchor.y = y;
  }

  #color(color: number): void {
    const out = this.#out;
    const index = this.#state.colors.use(color);
    if (index >= 0) {
      out.byte(index + 2);
      return;
    }
    const long = color > 0xffffff;
    out.byte(long ? NEW_COLOR_32 : NEW_COLOR_24);
    out.byte(color & 255);
    out.byte((color >>> 8) & 255);
    out.byte((color >>> 16) & 255);
    if (long) out.byte(color >>> 24);
  }

  #copy(command: DrawingCommand & { kind: 'copy' }): void {
    const [out, state] = [this.#out, this.#state];
    const within = command.source === command.surface;
    this.#head(command, Opcode.Copy | (within ? FLAG : 0));
    if (!within) out.unsigned(command.source);
    out.signed(command.dx - state.copyX);
    out.signed(command.dy - state.copyY);
    state.copyX = command.dx;
    state.copyY = command.dy;
    writeRegion(out, command.region, state.anchor);
  }

  #defineGlyph(glyph: Glyph): void {
    const out = this.#out;
    out.signed(glyph.left);
    out.unsigned(glyph.width);
    out.signed(glyph.ascent);
    out.unsigned(glyph.height);
    out.signed(glyph.advance);
    out.bytes(glyph.bits);
    this.#advances.push(glyph.advance);
  }

  /** Runs of glyphs on one baseline; each glyph stands where the one before has advanced to, or a skip comes between. */
  #glyphs(command: DrawingCommand & { kind: 'glyphs' }): void {
    const [out, state] = [this.#out, this.#state];
    const { glyphs, positions, clip, ground } = command;
    const opcode = ground === undefined ? Opcode.Glyphs : Opcode.CoverageGlyphs;
    const same = command.pixel === state.glyphPixel;
    this.#head(command, opcode | (clip === undefined ? 0 : FLAG) | (same ? SAME_COLOR : 0));
    if (!same) this.#color(command.pixel);
    state.glyphPixel = command.pixel;
    if (ground !== undefined) this.#color(ground);
    if (clip !== undefined) writeRegion(out, clip, state.anchor);
    const runs = splitRuns(positions);
    out.unsigned(runs.length);
    for (const [r, from] of runs.entries()) {
      const to = runs[r + 1] ?? glyphs.length;
      const y = positions[from * 2 + 1]!;
      let x = positions[from * 2]!;
      out.unsigned(to - from - 1);
      out.signed(x - state.textX);
      out.signed(y - state.textY);
      state.textX = x;
      state.textY = y;
      for (let i = from; i < to; i++) {
        const skip = positions[i * 2]! - x;
        if (skip !== 0) {
          out.byte(0);
          out.signed(skip);
        }
        out.unsigned(glyphs[i]! + 1);
        x = positions[i * 2]! + this.#advances[glyphs[i]!]!;
      }
    }
  }
}

/** Where runs of one baseline begin. */
function splitRuns(positions: readonly number[]): number[] {
  const runs: number[] = [];
  for (let i = 0; i < positions.length; i += 2) if (i === 0 || positions[i + 1] !== positions[i - 1]) runs.push(i / 2);
  return runs;
}
