/** What both ends know of a client. */
import type { RecentValues } from './recent-values.ts';
import type { KindSequence } from './records.ts';

export interface ClientModel {
  readonly number: number;
  readonly littleEndian: boolean;
  readonly sequence: KindSequence;
  /** Records by kind. */
  readonly last: Map<number, number>;
  readonly ids: RecentValues;
  /** The largest id that it has named. */
  lastId: number;
  /** Its kinds, and whether fields were as predicted: a few bits. */
  luck: number;
}
