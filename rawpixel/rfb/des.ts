/** DES (FIPS 46-3), one block at a time: VNC authentication needs it, and neither browsers nor Node's OpenSSL have it any more. */

// Tables of FIPS 46-3; bits are numbered from 1, the most significant first.
const INITIAL = [
  58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48, 40, 32, 24,
  16, 8, 57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3, 61, 53, 45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31,
  23, 15, 7,
];
const EXPANSION = [
  32, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17, 16, 17, 18, 19, 20, 21, 20, 21, 22,
  23, 24, 25, 24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1,
];
const PERMUTATION = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
const KEY_CHOICE_1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55,
  47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const KEY_CHOICE_2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const ROTATIONS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];
/** The eight S-boxes, four rows of sixteen hexadecimal digits each. */
const S_BOXES = [
  'e4d12fb83a6c5907' + '0f74e2d1a6cb9538' + '41e8d62bfc973a50' + 'fc8249175b3ea06d',
  'f18e6b34972dc05a' + '3d47f28ec01a69b5' + '0e7ba4d158c6932f' + 'd8a13f42b67c05e9',
  'a09e63f51dc7b428' + 'd709346a285ecbf1' + 'd6498f30b12c5ae7' + '1ad069874fe3b52c',
  '7de3069a1285bc4f' + 'd8b56f03472c1ae9' + 'a690cb7df13e5284' + '3f06a1d8945bc72e',
  '2c417ab6853fd0e9' + 'eb2c47d150fa3986' + '421bad78f9c5630e' + 'b8c71e2d6f09a453',
  'c1af92680d34e75b' + 'af427c9561de0b38' + '9ef528c3704a1db6' + '432c95fabe17608d',
  '4b2ef08d3c975a61' + 'd0b7491ae35c2f86' + '14bdc37eaf680592' + '6bd814a7950fe23c',
  'd2846fb1a93e50c7' + '1fd8a374c56b0e92' + '7b419ce206adf358' + '21e74a8dfc90356b',
].map((digits) => Uint8Array.from(digits, (digit) => Number.parseInt(digit, 16)));

function choose(bits: Uint8Array, table: readonly number[]): Uint8Array {
  return Uint8Array.from(table, (bit) => bits[bit - 1]!);
}

function bitsOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: bytes.length * 8 }, (_, i) => (bytes[i >> 3]! >> (7 - (i & 7))) & 1);
}

function bytesOf(bits: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(bits.length / 8);
  for (let i = 0; i < bits.length; i++) bytes[i >> 3]! |= bits[i]! << (7 - (i & 7));
  return bytes;
}

function roundKeys(key: Uint8Array): Uint8Array[] {
  const chosen = choose(bitsOf(key), KEY_CHOICE_1);
  let left = [...chosen.subarray(0, 28)];
  let right = [...chosen.subarray(28)];
  return ROTATIONS.map((count) => {
    left = [...left.slice(count), ...left.slice(0, count)];
    right = [...right.slice(count), ...right.slice(0, count)];
    return choose(Uint8Array.from([...left, ...right]), KEY_CHOICE_2);
  });
}

function scramble(half: Uint8Array, key: Uint8Array): Uint8Array {
  const mixed = choose(half, EXPANSION).map((bit, i) => bit ^ key[i]!);
  const chosen = new Uint8Array(32);
  for (let box = 0; box < 8; box++) {
    const [a, b, c, d, e, f] = mixed.subarray(box * 6, box * 6 + 6) as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const value = S_BOXES[box]![(a * 2 + f) * 16 + b * 8 + c * 4 + d * 2 + e]!;
    for (let bit = 0; bit < 4; bit++) chosen[box * 4 + bit] = (value >> (3 - bit)) & 1;
  }
  return choose(chosen, PERMUTATION);
}

/** Encrypts blocks of 8 bytes, each by itself (ECB), with an 8-byte key. */
export function desEncrypt(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const keys = roundKeys(key);
  const out = new Uint8Array(blocks.length);
  for (let at = 0; at < blocks.length; at += 8) {
    const start = choose(bitsOf(blocks.subarray(at, at + 8)), INITIAL);
    let left = start.subarray(0, 32);
    let right = start.subarray(32);
    for (const roundKey of keys) {
      const next = scramble(right, roundKey).map((bit, i) => bit ^ left[i]!);
      left = right;
      right = next;
    }
    const swapped = Uint8Array.from([...right, ...left]);
    const end = new Uint8Array(64);
    INITIAL.forEach((bit, i) => {
      end[bit - 1] = swapped[i]!;
    });
    out.set(bytesOf(end), at);
  }
  return out;
}
