/** One text message that crossed the socket. */
export interface LogEntry {
  readonly direction: "fromStation" | "toStation";
  readonly text: string;
  /** Counts the connections of this CSMS from 1. */
  readonly connection: number;
  /** The clock of the CSMS, milliseconds since 1970. */
  readonly atMs: number;
}

/** The frames in order, shortened for a failure message. */
export function formatLog(log: readonly LogEntry[]): string {
  if (log.length === 0) return "  (no frames)";
  const arrow = { fromStation: "station ->", toStation: "       <-" };
  return log.map(({ direction, text, connection }) => {
    const shown = text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
    return `  #${connection} ${arrow[direction]} ${shown}`;
  }).join("\n");
}
