import type { ReportDataType } from "../../../src/ocpp/messages.ts";

/** Recorded traffic of a real EVerest beside the repository, when somebody has it. */
const RECORDINGS = new URL("../../../../shared/captures/", import.meta.url);

/** One recorded message; none when the recording is not there. */
export async function recordedLines(file: string): Promise<readonly Record<string, unknown>[]> {
  try {
    const text = await Deno.readTextFile(new URL(file, RECORDINGS));
    return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** What EVerest's own module reported to the CSMS in the first run. */
export async function recordedReports(): Promise<readonly ReportDataType[]> {
  const frames = await recordedLines("run1.ocpp.jsonl");
  return frames.flatMap(({ frame }) =>
    Array.isArray(frame) && frame[2] === "NotifyReport" ? frame[3].reportData as ReportDataType[] : []
  );
}
