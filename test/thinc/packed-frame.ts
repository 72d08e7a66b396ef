import type { BytePacker } from '../../thinc/byte-coder.ts';
import { ByteWriter } from '../../thinc/bytes.ts';

/** A frame of any command bytes and any bytes for pixels. */
export function packedFrame(packer: BytePacker, commands: readonly number[], bulk: readonly number[]): Uint8Array {
  const body = new ByteWriter();
  body.unsigned((commands.length << 2) | (bulk.length === 0 ? 0 : 1));
  if (bulk.length > 0) body.unsigned(bulk.length);
  body.bytes(packer.pack(Uint8Array.from(commands)));
  body.bytes(Uint8Array.from(bulk));
  const frame = new ByteWriter();
  frame.unsigned(body.length);
  frame.bytes(body.finish());
  return frame.finish();
}
