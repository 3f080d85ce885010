/** Receives one sentence about something a mapping had to drop or to guess, for the log. */
export type Complain = (reason: string) => void;

/** What every mapping of something that just arrived needs to know. */
export interface Arrival {
  /** When it arrived, in wall-clock milliseconds: stands in for times that cannot be read. */
  readonly nowMs: number;
  readonly complain: Complain;
}
