/** Numbers for NotifyEvent's `eventId`, shared by everything that reports events. */
export interface EventIds {
  /** Never gives the same number twice, across restarts too: resolves when the number is taken on disk. */
  next(): Promise<number>;
}
