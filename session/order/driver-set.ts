/** The display drivers that hang on the host's core: those of wires that ship drawing, and whoever else looks at what is drawn. */
import type { DisplayDriver } from '../../xserver/driver.ts';
import { tellVideoFrame } from '../../xserver/painter.ts';
import { noDriver } from '../no-driver.ts';

export class DriverSet {
  #drivers: readonly DisplayDriver[] = [];
  #current: DisplayDriver = noDriver;

  /** One that sees what all are to see. Drivers come and go between entries. */
  get current(): DisplayDriver {
    return this.#current;
  }

  add(driver: DisplayDriver): void {
    this.#change([...this.#drivers, driver]);
  }

  remove(driver: DisplayDriver): void {
    this.#change(this.#drivers.filter((other) => other !== driver));
  }

  #change(drivers: readonly DisplayDriver[]): void {
    this.#drivers = drivers;
    const [only] = drivers;
    this.#current = only === undefined ? noDriver : drivers.length === 1 ? only : tellAll(drivers);
  }
}

function tellAll(drivers: readonly DisplayDriver[]): DisplayDriver {
  return {
    fill(...call) {
      for (const driver of drivers) driver.fill(...call);
    },
    copy(...call) {
      for (const driver of drivers) driver.copy(...call);
    },
    copyPlane(...call) {
      for (const driver of drivers) driver.copyPlane(...call);
    },
    putImage(...call) {
      for (const driver of drivers) driver.putImage(...call);
    },
    videoFrame(...call) {
      for (const driver of drivers) tellVideoFrame(driver, ...call);
    },
    glyphs(...call) {
      for (const driver of drivers) driver.glyphs(...call);
    },
    composite(...call) {
      for (const driver of drivers) driver.composite(...call);
    },
    compositeGlyphs(...call) {
      for (const driver of drivers) driver.compositeGlyphs(...call);
    },
    pixmapCreated(pixmap) {
      for (const driver of drivers) driver.pixmapCreated(pixmap);
    },
    pixmapFreed(pixmap) {
      for (const driver of drivers) driver.pixmapFreed(pixmap);
    },
    surfaceCreated(surface) {
      for (const driver of drivers) driver.surfaceCreated(surface);
    },
    surfaceDestroyed(surface) {
      for (const driver of drivers) driver.surfaceDestroyed(surface);
    },
    surfaceMoved(surface) {
      for (const driver of drivers) driver.surfaceMoved(surface);
    },
    surfaceResized(...call) {
      for (const driver of drivers) driver.surfaceResized(...call);
    },
    surfaceShaped(surface) {
      for (const driver of drivers) driver.surfaceShaped(surface);
    },
    restacked(order) {
      for (const driver of drivers) driver.restacked(order);
    },
    cursorChanged(cursor) {
      for (const driver of drivers) driver.cursorChanged(cursor);
    },
    screenBlanked(blanked) {
      for (const driver of drivers) driver.screenBlanked?.(blanked);
    },
    pointerWarped(x, y) {
      for (const driver of drivers) driver.pointerWarped(x, y);
    },
  };
}
