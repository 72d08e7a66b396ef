/** The host's encoders of video, as wires are given them. */

/** `jpeg` and `webp` are no streams: each frame is a picture by itself. */
export type VideoCodec = 'jpeg' | 'h264' | 'vp8' | 'vp9' | 'av1' | 'webp';

export interface VideoFormat {
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  /** Bits in a second. */
  readonly bitrate: number;
}

export interface VideoEncoderEvents {
  /** A frame (owned by the receiver), in the order of `encode`; never called within it. */
  readonly coded: (data: Uint8Array, keyFrame: boolean) => void;
  /** The encoder is of no more use. */
  readonly failed: (why: string) => void;
}

export interface VideoEncoder {
  /**
   * Codes a picture (not to be changed before its `coded`): 0xrrggbb, row by row. One `coded` follows for each, from another thread's work. `time` in ms counts up.
   */
  encode(pixels: Uint32Array, time: number, keyFrame: boolean): void;
  /** What follows takes about so many bits in a second; it may begin with a key frame. */
  setBitrate(bitrate: number): void;
  close(): void;
}

export interface VideoEncoders {
  /** What they can make, the best first. */
  readonly codecs: readonly VideoCodec[];
  /** @throws Error where the platform refuses. */
  open(format: VideoFormat, events: VideoEncoderEvents): VideoEncoder;
}
