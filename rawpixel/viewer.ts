/**
 * One viewer of the screen: decides which pixels it needs and how they go.
 *
 * An update is made like this: what the viewer has is compared with the picture where there was damage (screen/cells.ts); content that moved
 * becomes copies (screen/find-moves.ts); what is left is gathered into rectangles, cut by kind of content, and encoded, small ones first, until
 * the bytes allowed are used up. What does not fit stays damage, so a slow link gets a fresh picture late, never a stale one later. What
 * went with loss is sent exact once it rests.
 */
import type { VideoEncoders } from '../codecs/video-encoder.ts';
import type { CursorImage } from '../xserver/driver.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import { MAX_RECT_PIXELS } from './limits.ts';
import type { Film } from './film.ts';
import { Films } from './films.ts';
import { cutPixels, intersectRects, joinRects, rectArea, subtractRect, type Rect } from './rect.ts';
import type { ServerConnection } from './rfb/server-connection.ts';
import type { UpdateWriter } from './rfb/update-writer.ts';
import { CELL, Cells } from './screen/cells.ts';
import { chooseEncoding, type Chosen } from './screen/choose-encoding.ts';
import { isPhoto, lookAt, MANY_COLORS, type Content } from './screen/content.ts';
import { findScrolls, takeMoves, type Hint } from './screen/find-moves.ts';
import { gatherRects, joinNeighbours } from './screen/gather-rects.ts';
import { cursorRect, OwnPicture, type Picture } from './screen/own-picture.ts';
import type { SurfaceMove } from './screen/scene-changes.ts';
import { UnscrolledPlaces } from './screen/unscrolled-places.ts';

/** Content is told apart in blocks of this size, on the grid of the cells. */
const BLOCK = CELL * 4;
/** Blocks of photos and of other content go apart only in rectangles larger than this. */
const MIN_SPLIT = BLOCK * BLOCK * 2;
/** Rectangles up to this size are not cut for the sake of their colours. */
const MIN_COLOR_SPLIT = 1 << 16;
/** Exact pixels encoded at once when bytes are counted: the count is looked at between pieces. */
const PIECE_PIXELS = 1 << 14;
/** What is allowed at a time is about 10 ms of the link; a frame of a film may take so many of these, a picture that comes to stay so many. */
const FILM_SHARE = 2.5;
const STILL_SHARE = 10;
/** Pictures that go with loss stay whole, so that no film is torn, up to so many times what is allowed ... */
const WHOLE_SHARE = 4;
/** ... and at least up to this. */
const MIN_WHOLE_BYTES = 4096;
/** Places where scrolls are looked for in one update. */
const MOST_SCROLLS = 8;
/** What is allowed at a time is about so much of the link. */
const ALLOWED_MS = 10;
/** How fast a link is believed to have become slower: the share of the difference that each update counts. */
const LINK_DECAY = 0.05;

/** A rectangle of one kind of content. */
interface Part {
  readonly rect: Rect;
  readonly content: Content;
  readonly moving: boolean;
}

export class Viewer {
  readonly connection: ServerConnection;
  #cells: Cells;
  /** Where this viewer's picture differs from everybody's. */
  #own: OwnPicture | undefined;
  #screen: Picture;
  #screenWidth: number;
  #screenHeight: number;
  #cursor: CursorImage | undefined;
  #cursorShown: Rect | undefined;
  #pointer = { x: 0, y: 0 };
  readonly #moves = new Map<Surface, SurfaceMove>();
  /** What has been allowed at a time of late: tells how fast the link is. */
  #link = 0;
  /** Some of what is due did not fit into the last update. */
  #behind = false;
  readonly #still = new UnscrolledPlaces();
  #films: Films | undefined;
  #now = 0;

  /**
   * @param encoders of films; without them they go as pictures.
   * @param filmReady a picture of a film has been coded: `update` has something to send.
   */
  constructor(
    connection: ServerConnection,
    screen: Picture,
    encoders?: VideoEncoders,
    filmReady: () => void = () => {},
  ) {
    this.connection = connection;
    this.#screen = screen;
    this.#screenWidth = screen.width;
    this.#screenHeight = screen.height;
    this.#cells = new Cells(connection.width, connection.height);
    if (encoders?.codecs.includes('h264') === true) this.#films = new Films(encoders, filmReady);
  }

  /** The screen has changed there; `screen` may be another object than before. */
  changed(screen: Picture, rects: readonly Rect[], moves: readonly SurfaceMove[]): void {
    this.#screen = screen;
    for (const rect of rects) this.#damage(rect);
    if (screen.width !== this.#screenWidth || screen.height !== this.#screenHeight) {
      this.#screenWidth = screen.width;
      this.#screenHeight = screen.height;
      // What lies beside a smaller screen becomes black for a viewer that keeps its size.
      this.#damage({ x: 0, y: 0, width: this.connection.width, height: this.connection.height });
    }
    for (const move of moves) {
      const before = this.#moves.get(move.surface);
      const sum = before === undefined ? move : { ...move, dx: move.dx + before.dx, dy: move.dy + before.dy };
      this.#moves.set(move.surface, sum);
    }
  }

  #damage(rect: Rect): void {
    const painted = this.connection.abilities.cursor === 'none' ? this.#cursor : undefined;
    this.#own?.take(this.#screen, rect, painted, this.#pointer.x, this.#pointer.y);
    this.#cells.damage(rect);
  }

  /** The viewer has lost its pixels there. */
  forget(rect: Rect): void {
    this.#films?.leave(rect, this.#cells);
    this.#cells.forget(rect);
  }

  /** The cursor and where it is. Viewers that show no cursor themselves get it painted into their pixels. */
  showPointer(cursor: CursorImage | undefined, x: number, y: number): void {
    if (cursor !== this.#cursor) this.connection.setCursor(cursor);
    else if (x === this.#pointer.x && y === this.#pointer.y) return;
    this.#cursor = cursor;
    this.#pointer = { x, y };
    this.#paintCursor();
  }

  #paintCursor(): void {
    if (this.#own === undefined) return;
    const before = this.#cursorShown;
    this.#cursorShown = cursorRect(this.#cursor, this.#pointer.x, this.#pointer.y);
    if (before !== undefined) this.#damage(before);
    if (this.#cursorShown !== undefined) this.#damage(this.#cursorShown);
  }

  /** The viewer's pixel format or abilities have changed: what it has was made by the old ones. */
  abilitiesChanged(): void {
    if (!this.#mayFilm) this.#films?.endAll(this.#cells);
    this.#chooseOwn();
  }

  /** Whether more is due than the last update was allowed to send. */
  get isBehind(): boolean {
    return this.#behind;
  }

  /** When `update` should be called again although nothing happens: what was sent with loss will have rested then. */
  get nextRefinement(): number | undefined {
    const refinement = this.#cells.nextRefinement();
    const check = this.#films?.nextCheck(this.#now);
    return refinement === undefined ? check : Math.min(refinement, check ?? Infinity);
  }

  /** A picture of a film waits to be sent. */
  get hasFilmPicture(): boolean {
    return this.#films?.hasPicture === true && this.connection.wanted !== undefined;
  }

  /** Films that go as H.264, and pictures of such that have gone. */
  get films(): { readonly running: number; readonly pictures: number } {
    return { running: this.#films?.count ?? 0, pictures: this.#films?.pictures ?? 0 };
  }

  get #mayFilm(): boolean {
    const { abilities, state } = this.connection;
    return abilities.films && state.format.format.bitsPerPixel > 8;
  }

  /** The viewer is gone. */
  end(): void {
    this.#films?.endAll(this.#cells);
    this.connection.end();
  }

  #chooseOwn(): void {
    const { connection } = this;
    const sameSize = connection.width === this.#screen.width && connection.height === this.#screen.height;
    const needed = !sameSize || connection.abilities.cursor === 'none';
    const fits = this.#own?.width === connection.width && this.#own.height === connection.height;
    if (!needed) this.#own = undefined;
    else if (!fits) {
      this.#own = new OwnPicture(connection.width, connection.height);
      this.#cursorShown = cursorRect(this.#cursor, this.#pointer.x, this.#pointer.y);
      this.#damage({ x: 0, y: 0, width: connection.width, height: connection.height });
    } else return;
    // Where the cursor was painted in, or is to be.
    this.#cells.damage({ x: 0, y: 0, width: connection.width, height: connection.height });
  }

  /**
   * Sends what the viewer wants and does not have.
   * @param now in ms, of any clock that goes forward.
   * @param allowed about how many bytes may go now; at least one rectangle goes when this is more than 0.
   * @returns the bytes sent; where they are packed in other threads, about how many will come to `send` by the time of `packed`. While that
   * goes on nothing is sent.
   */
  update(now: number, allowed = Infinity): number {
    const { connection } = this;
    if (connection.isPacking) return 0;
    if (connection.sendNews()) {
      this.#films?.endAll(this.#cells);
      this.#cells = new Cells(connection.width, connection.height);
      this.#chooseOwn();
    }
    const wanted = connection.wanted;
    if (wanted === undefined || rectArea(wanted) === 0 || allowed <= 0) return 0;
    if (this.#own === undefined && this.#screen.width !== connection.width) this.#chooseOwn();
    if (this.#own === undefined && this.#screen.height !== connection.height) this.#chooseOwn();
    const writer = connection.beginUpdate();
    const picture: Picture = this.#own ?? this.#screen;
    this.#now = now;
    const films = this.#mayFilm ? this.#films : undefined;
    if (films !== undefined) this.#sendFilms(films, writer, wanted, allowed, now);
    let changed = this.#changes(picture, wanted);
    if (changed.length > 0 && this.#copyMoves(writer, picture, changed, wanted, now)) {
      changed = this.#changes(picture, wanted);
    }
    const slower = this.#link === Infinity ? allowed : this.#link + (allowed - this.#link) * LINK_DECAY;
    this.#link = allowed >= this.#link ? allowed : slower;
    if (films !== undefined) {
      const all = [...changed, ...this.#filmChanges];
      const rate = this.#link / ALLOWED_MS;
      films.take(this.#cells, picture, all, rate, now, (rect) => isPhoto(contentOf(picture, rect), true));
    }
    this.#behind = !this.#send(writer, picture, changed, allowed, now, false);
    if (!this.#behind && this.#cells.hasLossy) {
      const { columns, rows } = this.#cells;
      const rested = gatherRects(columns, rows, (cell) =>
        this.#cells.mayRefine(cell, now) ? intersectRects(this.#cells.rectOf(cell), wanted) : undefined,
      );
      if (!this.#send(writer, picture, rested, allowed, now, true)) this.#behind = true;
    }
    if (writer.isEmpty) return 0;
    const { length } = writer;
    connection.sendUpdate(writer);
    return length;
  }

  /** Where the viewer has something else than the picture. */
  #changes(picture: Picture, wanted: Rect): Rect[] {
    const cells = this.#cells;
    this.#filmChanges = [];
    if (!cells.mayDiffer) return [];
    cells.mayDiffer = false;
    return gatherRects(cells.columns, cells.rows, (cell) => {
      if (!cells.isDamaged(cell)) return undefined;
      cells.mayDiffer = true;
      const rect = cells.changesIn(cell, picture);
      const film = rect && this.#films?.at(rect);
      if (film !== undefined) return this.#outside(film, cell, picture);
      return rect && intersectRects(rect, wanted);
    });
  }

  /** Changes that a film had at the last look. */
  #filmChanges: Rect[] = [];

  /** What has changed of a cell beside the film that has some of it. */
  #outside(film: Film, cell: number, picture: Picture): Rect | undefined {
    const cells = this.#cells;
    const rect = cells.rectOf(cell);
    const within = cells.changesWithin(intersectRects(rect, film.box)!, picture);
    if (within !== undefined) {
      film.due = true;
      this.#filmChanges.push(within);
    }
    const beside = subtractRect(rect, film.box).flatMap((part) => cells.changesWithin(part, picture) ?? []);
    return beside.length === 0 ? undefined : beside.reduce(joinRects);
  }

  #sendFilms(films: Films, writer: UpdateWriter, wanted: Rect, allowed: number, now: number): void {
    const cells = this.#cells;
    films.check(cells, wanted, now);
    for (const { rect, flags, data } of films.takeEnded()) writer.film(rect, flags, data);
    while (films.hasPicture && (writer.isEmpty || writer.length < allowed)) {
      const { box, pixels, parts } = films.next()!;
      for (const { rect, flags, data } of parts) writer.film(rect, flags, data);
      cells.filmSent(box, pixels, now);
    }
  }

  #copyMoves(writer: UpdateWriter, picture: Picture, changed: readonly Rect[], wanted: Rect, now: number): boolean {
    const moved = [...this.#moves.values()];
    this.#moves.clear();
    const cells = this.#cells;
    // What the viewer does not have cannot be copied.
    if (!this.connection.abilities.copyRect || cells.hasUnknown) return false;
    const hints: Hint[] = moved.flatMap((move) => {
      const target = intersectRects(move.target, wanted);
      return target === undefined ? [] : [{ dx: move.dx, dy: move.dy, target }];
    });
    for (const rect of joinNeighbours([...changed]).slice(0, MOST_SCROLLS)) {
      if (this.#still.leaveOut(rect)) continue;
      const found = findScrolls(cells.has, picture, rect);
      this.#still.looked(rect, found.length > 0);
      hints.push(...found);
    }
    const moves = takeMoves(cells.has, picture, hints);
    for (const { sourceX, sourceY, target } of moves) {
      writer.copy(sourceX, sourceY, target);
      // Pictures that were taken before would come over it.
      this.#films?.leave(target, cells);
      cells.copied(sourceX, sourceY, target, now);
    }
    return moves.length > 0;
  }

  /** @returns whether all of it fitted. */
  #send(writer: UpdateWriter, picture: Picture, rects: Rect[], allowed: number, now: number, exact: boolean): boolean {
    const parts = joinNeighbours(rects)
      .flatMap((rect) => this.#split(picture, rect))
      .map((rect) => this.#look(picture, rect));
    // The short ones first: an echo of a key does not wait for a photo.
    parts.sort((a, b) => rectArea(a.rect) - rectArea(b.rect));
    const { quality } = this.connection.abilities;
    const mayLose = parts.filter(({ content, moving }) => !exact && quality !== undefined && isPhoto(content, moving));
    const lossyArea = mayLose.reduce((sum, { rect }) => sum + rectArea(rect), 0);
    const whole = Math.max(MIN_WHOLE_BYTES, allowed * WHOLE_SHARE);
    for (const part of parts) {
      const { rect } = part;
      const chosen = this.#choose(part, exact, lossyArea);
      const limit = chosen.lossy && part.moving ? whole : allowed;
      const rowsAtOnce = Math.max(CELL, Math.floor(this.#pieceArea(chosen, allowed) / rect.width / CELL) * CELL);
      for (let y = rect.y; y < rect.y + rect.height;) {
        if (writer.isFull || (writer.length >= limit && !writer.isEmpty)) return false;
        // Pieces end on the grid, so that no cell is sent in halves.
        const end = Math.min(rect.y + rect.height, Math.floor(y / CELL) * CELL + rowsAtOnce);
        const piece = { ...rect, y, height: end - y };
        y = end;
        // Neighbours are joined over what has gone already: sent again first, being small, it would keep the rest back for ever.
        if (!this.#cells.isDue(piece, exact)) continue;
        const isPart = piece.height === rect.height;
        const { encoding, choice, lossy } =
          chosen.lossy || isPart ? chosen : this.#choose(this.#look(picture, piece), true, 0);
        writer.pixels(piece, cutPixels(picture.data, picture.width, piece), encoding, choice);
        this.#cells.sent(piece, picture, lossy, now);
      }
    }
    return true;
  }

  /** Pixels to be encoded in one piece. */
  #pieceArea({ choice, lossy }: Chosen, allowed: number): number {
    if (allowed === Infinity) return MAX_RECT_PIXELS;
    if (!lossy) return PIECE_PIXELS;
    const whole = Math.max(MIN_WHOLE_BYTES, allowed * WHOLE_SHARE);
    const pixels = this.connection.state.sizes.pixelsFor('jpeg', choice.quality!, whole);
    return Math.max(PIECE_PIXELS, Math.min(MAX_RECT_PIXELS, pixels));
  }

  #look(picture: Picture, rect: Rect): Part {
    const moving = this.#cells.isMoving(rect.x + (rect.width >> 1), rect.y + (rect.height >> 1));
    return { rect, moving, content: contentOf(picture, rect) };
  }

  /** @param lossyArea pixels of this update that may go with loss: they share the link. */
  #choose({ rect, content, moving }: Part, exact: boolean, lossyArea: number): Chosen {
    const { abilities, state } = this.connection;
    const { width, height } = rect;
    const share = (moving ? FILM_SHARE : STILL_SHARE) * (rectArea(rect) / Math.max(1, lossyArea));
    return chooseEncoding({
      width,
      height,
      content,
      moving,
      exact,
      encodings: abilities.encodings,
      quality: abilities.quality,
      bitsPerPixel: state.format.format.bitsPerPixel,
      fittingQuality: (kind, least, most) =>
        state.sizes.fittingQuality(kind, rectArea(rect), this.#link * share, least, most),
    });
  }

  /** Rectangles of one kind of content each, as far as it pays. */
  #split(picture: Picture, rect: Rect): Rect[] {
    const { quality } = this.connection.abilities;
    const parts =
      quality === undefined || rectArea(rect) < MIN_SPLIT ? [rect] : splitPhotos(picture, rect, this.#cells);
    return parts.flatMap((part) => splitColors(picture, part));
  }
}

/** Photos and the rest apart, on the grid of the blocks: photos may go with loss. */
function splitPhotos(picture: Picture, rect: Rect, cells: Cells): Rect[] {
  const firstColumn = Math.floor(rect.x / BLOCK);
  const firstRow = Math.floor(rect.y / BLOCK);
  const columns = Math.ceil((rect.x + rect.width) / BLOCK) - firstColumn;
  const rows = Math.ceil((rect.y + rect.height) / BLOCK) - firstRow;
  const blocks: Rect[] = [];
  const photos: boolean[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const block = { x: (firstColumn + column) * BLOCK, y: (firstRow + row) * BLOCK, width: BLOCK, height: BLOCK };
      const part = intersectRects(block, rect)!;
      blocks.push(part);
      const moving = cells.isMoving(part.x + (part.width >> 1), part.y + (part.height >> 1));
      photos.push(isPhoto(contentOf(picture, part), moving));
    }
  }
  if (photos.every((photo) => photo === photos[0])) return [rect];
  return gatherRects(
    columns,
    rows,
    (block) => blocks[block],
    (a, b) => photos[a] === photos[b],
  );
}

/** Halves what has too many colours for one palette, on the grid of the blocks: often most of the parts have few. */
function splitColors(picture: Picture, rect: Rect): Rect[] {
  if (rectArea(rect) <= MIN_COLOR_SPLIT) return [rect];
  const content = contentOf(picture, rect);
  if (content.colors <= MANY_COLORS || isPhoto(content, false)) return [rect];
  const { x, y, width, height } = rect;
  const middle = (from: number, length: number) => Math.floor((from + length / 2) / BLOCK) * BLOCK - from;
  if (width > height) {
    const first = middle(x, width);
    const left = { x, y, width: first, height };
    return [left, { x: x + first, y, width: width - first, height }].flatMap((part) => splitColors(picture, part));
  }
  const first = middle(y, height);
  const upper = { x, y, width, height: first };
  return [upper, { x, y: y + first, width, height: height - first }].flatMap((part) => splitColors(picture, part));
}

function contentOf(picture: Picture, rect: Rect): Content {
  return lookAt(picture.data, picture.width, rect.x, rect.y, rect.width, rect.height);
}
