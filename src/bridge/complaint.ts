/** Receives one sentence for the log about a value that a mapping had to drop or to replace. */
export type Complain = (reason: string) => void;

/** The context of a mapping of a message that just arrived. */
export interface Arrival {
  /** The time of arrival, in wall-clock milliseconds: it replaces times that cannot be read. */
  readonly nowMs: number;
  readonly complain: Complain;
}
