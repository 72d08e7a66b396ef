/** Joining: the picture comes first, and is refreshed while the state is on its way; then the terminal has the state. */
import { describe, expect, test } from 'vitest';
import type { PreviewPart } from '../../session/terminal/terminal-options.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { RandomApps } from './random-apps.ts';
import { Rig } from './rig.ts';

const BYTES_PER_MS = 5;

/** Puts the parts of previews together. */
class Picture {
  width = 0;
  height = 0;
  pixels = new Uint32Array(0);
  parts = 0;

  show({ screenWidth, screenHeight, x, y, width, pixels }: PreviewPart): void {
    if (screenWidth !== this.width || screenHeight !== this.height) {
      this.width = screenWidth;
      this.height = screenHeight;
      this.pixels = new Uint32Array(screenWidth * screenHeight);
    }
    this.parts++;
    for (let at = 0, row = y; at < pixels.length; at += width, row++) {
      this.pixels.set(pixels.subarray(at, at + width), row * screenWidth + x);
    }
  }
}

/** A session in which something is drawn, and a terminal whose snapshot is not packed yet. */
function drawnSession(seed: number) {
  const rig = new Rig(screenSizeAt96Dpi(400, 300));
  const apps = new RandomApps(rig, seed);
  const draw = (steps: number): void => {
    for (let i = 0; i < steps; i++) {
      apps.step();
      rig.runHost();
      rig.now++;
    }
    apps.finishRequests();
    while (rig.runHost());
  };
  draw(800);
  rig.packLater = [];
  const picture = new Picture();
  const attached = rig.attach({ wire: 'nx', preview: (part) => picture.show(part) });
  /** One message goes down a slow link, and what it calls for goes up; false when there is nothing. */
  const crawl = (): boolean => {
    const busy = rig.sendDown(attached) || rig.sendUp(attached);
    rig.now += 1 + Math.ceil((attached.down[0]?.length ?? 0) / BYTES_PER_MS);
    rig.arriveDown(attached);
    while (rig.sendUp(attached) || rig.arriveUp(attached));
    return busy;
  };
  const pump = (): void => {
    while (crawl());
  };
  const scene = (): Uint32Array => {
    const { state } = rig.host.core;
    const { data } = composeScene(state, 0, 0, state.screen.width, state.screen.height);
    return Uint32Array.from(data);
  };
  return { rig, draw, attached, picture, crawl, pump, scene };
}

describe('a terminal that joins', () => {
  test.each([1, 2, 3])('is shown the scene before it has the state', (seed) => {
    const { attached, picture, pump, scene } = drawnSession(seed);
    pump();
    expect(attached.terminal.core).toBeUndefined();
    expect(picture.parts).toBeGreaterThan(5);
    expect(picture.pixels).toEqual(scene());
  });

  test('what is drawn meanwhile is refreshed, while the state is on its way', () => {
    const { rig, draw, attached, picture, crawl, pump, scene } = drawnSession(4);
    pump();
    const { parts } = picture;
    draw(100);
    for (const pack of rig.packLater!.splice(0)) pack();
    const isRight = () => Buffer.from(picture.pixels.buffer).equals(Buffer.from(scene().buffer));
    while (attached.terminal.core === undefined && !(picture.parts > parts && isRight())) crawl();
    expect(picture.parts).toBeGreaterThan(parts);
    expect(picture.pixels).toEqual(scene());
    rig.packLater = undefined;
    rig.settle();
    expect(attached.terminal.progress).toBe(1);
    expect(attached.terminal.core!.stateHash()).toBe(rig.host.core.stateHash());
  });

  test('a screen that never rests does not keep the state waiting', () => {
    const { rig, attached, crawl } = drawnSession(6);
    for (let i = 0; i < 5000 && attached.terminal.core === undefined; i++) {
      for (const pack of rig.packLater!.splice(0)) pack();
      // All of the screen is drawn on, faster than the link carries it.
      for (const surface of rig.host.core.state.screen.surfaces) rig.host.drivers.current.surfaceShaped(surface);
      crawl();
    }
    expect(attached.terminal.core).toBeDefined();
  });

  test('progress grows to 1', () => {
    const { rig, attached, crawl, pump } = drawnSession(5);
    expect(attached.terminal.progress).toBe(0);
    pump();
    for (const pack of rig.packLater!.splice(0)) pack();
    const seen: number[] = [];
    for (let i = 0; i < 10_000 && attached.terminal.state !== 'live'; i++) {
      crawl();
      seen.push(attached.terminal.progress);
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect(seen.at(-1)).toBe(1);
    expect(new Set(seen).size).toBeGreaterThan(3);
  });
});
