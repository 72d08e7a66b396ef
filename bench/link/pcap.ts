/** Counts the payload of TCP in a capture file (libpcap's format, Ethernet frames as Linux's loopback has them, IPv4 and IPv6). */

const MAGIC = 0xa1b2c3d4;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET = 14;
const [IPV4, IPV6] = [0x0800, 0x86dd];
const TCP = 6;
const SYN = 2;

export interface Payload {
  /** Each byte of a stream once, however often it was sent. */
  readonly bytes: number;
  readonly packets: number;
}

/** Of one direction of one connection. */
interface Stream {
  /** Sequence number up to which bytes were seen. */
  next: number;
}

/** Payload to a port and from it. @throws Error for what is no such file */
export function payloads(file: Uint8Array, port: number): { toPort: Payload; fromPort: Payload } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < FILE_HEADER || view.getUint32(0, true) !== MAGIC) throw new Error('no capture file');
  const streams = new Map<string, Stream>();
  const sums = { toPort: { bytes: 0, packets: 0 }, fromPort: { bytes: 0, packets: 0 } };
  for (let at = FILE_HEADER; at + RECORD_HEADER <= file.length;) {
    const captured = view.getUint32(at + 8, true);
    const packet = at + RECORD_HEADER;
    at = packet + captured;
    if (at > file.length) break;
    const segment = readSegment(view, packet, captured);
    if (segment === undefined || segment.length === 0) continue;
    const { from, to, sequence, length } = segment;
    const sum = to === port ? sums.toPort : from === port ? sums.fromPort : undefined;
    if (sum === undefined) continue;
    const key = `${from} ${to}`;
    const stream = streams.get(key) ?? { next: sequence };
    streams.set(key, stream);
    // Sequence numbers wrap around; what ends before `next` was sent again.
    const news = Math.min(length, (sequence + length - stream.next) | 0);
    sum.packets++;
    if (news <= 0) continue;
    sum.bytes += news;
    stream.next = (sequence + length) >>> 0;
  }
  return sums;
}

function readSegment(
  view: DataView,
  packet: number,
  captured: number,
): { from: number; to: number; sequence: number; length: number } | undefined {
  const end = packet + captured;
  const ip = packet + ETHERNET;
  if (captured < ETHERNET + 40) return undefined;
  const type = view.getUint16(packet + 12);
  let tcp: number;
  let whole: number;
  if (type === IPV4 && view.getUint8(ip + 9) === TCP) {
    const header = (view.getUint8(ip) & 15) * 4;
    tcp = ip + header;
    whole = view.getUint16(ip + 2) - header;
  } else if (type === IPV6 && view.getUint8(ip + 6) === TCP) {
    tcp = ip + 40;
    whole = view.getUint16(ip + 4);
  } else {
    return undefined;
  }
  if (tcp + 20 > end || (view.getUint8(tcp + 13) & SYN) !== 0) return undefined;
  const length = whole - (view.getUint8(tcp + 12) >> 4) * 4;
  return { from: view.getUint16(tcp), to: view.getUint16(tcp + 2), sequence: view.getUint32(tcp + 4), length };
}
