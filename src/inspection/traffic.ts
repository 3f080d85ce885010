/** The answer to `traffic`: the last messages that crossed the OCPP socket. Times are Unix milliseconds. */
export interface TrafficAnswer {
  readonly nowMs: number;
  /** Oldest first; only those after `after`, when the question names a number. */
  readonly frames: readonly InspectedFrame[];
}

export interface InspectedFrame {
  /** Counts all messages since the start of the module. */
  readonly number: number;
  readonly atMs: number;
  readonly direction: "ChargingStationToCSMS" | "CSMSToChargingStation";
  /** Secrets and most of each token are masked. Of a long message only type, message id and action are left. */
  readonly text: string;
  /** Length of the message as it crossed the socket, in characters. */
  readonly characters: number;
}
