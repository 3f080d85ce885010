/**
 * Keeps over restarts that a reset waits for transactions to end. Implemented by
 * `storage/scheduled-reset-repository`.
 */
export interface ScheduledResetStore {
  isScheduled(): boolean;
  /** Resolves when it is on disk. */
  schedule(requestedMs: number): Promise<void>;
  clear(): Promise<void>;
}
