/**
 * Orders copies (flat sourceX, sourceY, targetX, targetY, width, height) of one displacement, in y-x banded order, so that no copy
 * reads what an earlier one has overwritten when source and target are the same pixels.
 */
export function orderCopies(copies: Int32Array, count: number): void {
  if (count < 2) return;
  const right = copies[2]! - copies[0]!;
  const down = copies[3]! - copies[1]!;
  if (down > 0) {
    reverse(copies, 0, count);
    // Reversing has turned the bands' inner order too: that is right to left, wanted only when moving right.
    if (right < 0) reverseBands(copies, count);
  } else if (right > 0) {
    reverseBands(copies, count);
  }
}

/** Reverses each run of copies with the same source row. */
function reverseBands(copies: Int32Array, count: number): void {
  let from = 0;
  for (let i = 1; i <= count; i++) {
    if (i === count || copies[i * 6 + 1] !== copies[from * 6 + 1]) {
      reverse(copies, from, i);
      from = i;
    }
  }
}

function reverse(copies: Int32Array, from: number, to: number): void {
  for (let a = from * 6, b = (to - 1) * 6; a < b; a += 6, b -= 6) {
    for (let k = 0; k < 6; k++) {
      const kept = copies[a + k]!;
      copies[a + k] = copies[b + k]!;
      copies[b + k] = kept;
    }
  }
}
