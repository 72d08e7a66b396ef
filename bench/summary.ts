/** What a row of measured times comes to, in their own unit. */
export function summary(times: readonly number[]): { count: number; median: number; p95: number; most: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 100) / 100;
  return { count: sorted.length, median: at(0.5), p95: at(0.95), most: at(1) };
}
