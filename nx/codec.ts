/**
 * The nx wire's encoding of the log: entries in, one running stream of bytes out, and back.
 *
 * An entry goes encoder.ts → entry-model.ts (who, what, when) → request-model.ts (fields, payloads) → predictor.ts (bits with their
 * probabilities) → bit-port.ts (bytes); the decoder runs the same code the other way round. README.md describes the format.
 */
import { NxDecoder } from './decoder.ts';
import { NxEncoder } from './encoder.ts';
import type { CodecOptions } from './entry-model.ts';

/** Both ends must have the same. */
export const NX_FORMAT_VERSION = 2;

export const nxCodec = {
  name: 'nx',
  prepares: true,
  encoder: (options: CodecOptions): NxEncoder => new NxEncoder(options),
  decoder: (options: CodecOptions): NxDecoder => new NxDecoder(options),
} as const;
