/** The fence by which our host tells our terminals that what came before it is the whole picture. */
export const WHOLE_FENCE: Uint8Array = Uint8Array.of(0x77, 0x68, 0x6f, 0x6c, 0x65);

export function isWholeFence(payload: Uint8Array): boolean {
  return payload.length === WHOLE_FENCE.length && payload.every((byte, i) => byte === WHOLE_FENCE[i]);
}
