/**
 * The raw wire, host's side: one screen, shown to any number of RFB viewers, each with its own encodings, quality and pace.
 *
 * The core draws and tells `changes` (its display driver); `refresh` composes what has changed into the one picture that all viewers share;
 * each viewer then sends what it lacks (viewer.ts) through its connection (rfb/server-connection.ts), in encodings/. The terminal's side is
 * rfb/client-connection.ts. Nothing here knows sockets or clocks: bytes and times come in, bytes go out. Start reading at viewer.ts.
 */
import { locksOf } from '../xserver/input/modifiers.ts';
import type { ServerState } from '../xserver/state/server-state.ts';
import type { Rect } from './rect.ts';
import { led, resizeStatus } from './rfb/numbers.ts';
import { ServerConnection, type ServerEvents, type ServerOptions } from './rfb/server-connection.ts';
import type { Picture } from './screen/own-picture.ts';
import { SceneChanges } from './screen/scene-changes.ts';
import { ScenePicture } from './screen/scene-picture.ts';
import { Viewer } from './viewer.ts';

/** Lights of the lock keys, as `setLeds` has them. */
export function ledsOf({ input: { keyboard } }: ServerState): number {
  const { capsLock, numLock } = locksOf(keyboard);
  return (capsLock ? led.capsLock : 0) | (numLock ? led.numLock : 0);
}

export class RawScreen {
  /** The display driver to be given to the core's sink. */
  readonly changes = new SceneChanges();
  readonly viewers = new Set<Viewer>();
  readonly #picture: ScenePicture;
  #blanked = false;

  /** Composes the scene as it stands. */
  constructor(state: ServerState) {
    const { width, height } = state.screen;
    this.#picture = new ScenePicture(width, height);
    this.changes.restacked(state.screen.surfaces);
    this.changes.add({ x1: 0, y1: 0, x2: width, y2: height });
    this.refresh(state);
  }

  /** What viewers are to show, without the cursor. */
  get picture(): Picture {
    return this.#picture;
  }

  /** Takes over what the core has drawn. Call it before the viewers' `update`. */
  refresh(state: ServerState): void {
    this.#refresh(state, undefined);
  }

  #refresh(state: ServerState, resizer: Viewer | undefined): void {
    const { width, height } = this.#picture;
    const { active } = state.screenSaver;
    if (active !== this.#blanked) this.changes.add({ x1: 0, y1: 0, x2: state.screen.width, y2: state.screen.height });
    this.#blanked = active;
    const moves = this.changes.takeMoves(state.screen.surfaces);
    const rects = this.#picture.update(state, this.changes.take(), active);
    const resized = width !== this.#picture.width || height !== this.#picture.height;
    for (const viewer of this.viewers) {
      if (resized && viewer !== resizer) {
        viewer.connection.resize(this.#picture.width, this.#picture.height, resizer !== undefined);
      }
      viewer.changed(this.#picture, rects, moves);
      this.#showInput(viewer, state);
    }
  }

  #showInput(viewer: Viewer, state: ServerState): void {
    viewer.connection.setLeds(ledsOf(state));
    const { shownCursor, x, y } = state.input.pointer;
    viewer.showPointer(shownCursor ?? state.screen.defaultCursor.image, x, y);
  }

  /**
   * Answers a viewer's `resizeWanted`, after the core has taken the new size, or has not.
   * @param status of `resizeStatus`: why not, or `done`.
   */
  answerResize(viewer: Viewer, state: ServerState, status: number = resizeStatus.done): void {
    this.#refresh(state, viewer);
    viewer.connection.answerResize(status, this.#picture.width, this.#picture.height);
  }

  /** A new viewer; it is gone when it is deleted from `viewers`. After each `receive` of its connection, `update` may have something to send. */
  attach(
    options: Omit<ServerOptions, 'width' | 'height'>,
    events: Omit<ServerEvents, 'refresh' | 'changed'>,
    state: ServerState,
  ): Viewer {
    const { width, height } = this.#picture;
    const connection = new ServerConnection(
      { ...options, width, height },
      {
        ...events,
        refresh: (rect: Rect) => viewer.forget(rect),
        changed: () => viewer.abilitiesChanged(),
      },
    );
    const viewer = new Viewer(connection, this.#picture, options.encoders?.video, () => events.filmReady?.());
    this.#showInput(viewer, state);
    this.viewers.add(viewer);
    return viewer;
  }
}
