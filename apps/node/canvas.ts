import type { Canvas } from 'canvas';

export type CreateCanvas = (width: number, height: number) => Canvas;

/** node-canvas, or undefined where it is not installed: it is an optional dependency. */
export async function loadCanvas(): Promise<CreateCanvas | undefined> {
  try {
    const { createCanvas } = await import('canvas');
    return createCanvas;
  } catch {
    return undefined;
  }
}
