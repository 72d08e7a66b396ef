/** The parts of WebCodecs that decode, in the shape that browsers and Node's @napi-rs/webcodecs share. */

export interface DecodedFrame {
  readonly timestamp: number;
  readonly displayWidth: number;
  readonly displayHeight: number;
  copyTo(to: Uint8Array, options: { format: 'BGRX' }): Promise<unknown>;
  close(): void;
}

export interface DecoderConfig {
  codec: string;
  codedWidth?: number;
  codedHeight?: number;
  optimizeForLatency: boolean;
}

export interface WebDecoder {
  configure(config: DecoderConfig): void;
  decode(chunk: unknown): void;
  close(): void;
  readonly state: string;
}

export interface WebCodecs {
  readonly VideoDecoder: {
    new (init: { output: (frame: DecodedFrame) => void; error: (error: Error) => void }): WebDecoder;
    isConfigSupported(config: DecoderConfig): Promise<{ supported?: boolean | undefined }>;
  };
  readonly EncodedVideoChunk: new (init: { type: 'key' | 'delta'; timestamp: number; data: Uint8Array }) => unknown;
}
