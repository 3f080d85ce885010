import { fileFailureText } from "../../host/file-failure.ts";
import { readBounded } from "../../host/files.ts";
import type { LoggedMessage } from "../../inspection/exchanges.ts";
import { isNestedDeeper, MAX_NESTING } from "../../inspection/replay/replay-values.ts";
import { readTraceLines } from "../../inspection/trace-records.ts";
import { withoutByteOrderMark } from "../../kernel/byte-order-mark.ts";
import { isTextLogEntry, readTextLog } from "../../message-log/text-log-reader.ts";

/** A station's traffic as somebody has saved it. */
export type RecordingFile =
  | {
    readonly kind: "recording";
    /** Oldest first; at least one. */
    readonly messages: readonly LoggedMessage[];
    /** SecurityCtrlr.Identity of the station, where the file says it. */
    readonly identity?: string;
  }
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * A whole recording is in memory, since the station may do late what it did early. `log export` makes 8 MB of the 2 MB
 * that it reads; what is longer is a log of days, of which the incident is a part.
 */
const MAX_RECORDING_BYTES = 32 * 1024 * 1024;

/** Reads what `log export` has written, or the text log itself. Total: a reason names file and line. */
export async function readRecording(
  path: string,
  maxBytes: number = MAX_RECORDING_BYTES,
): Promise<RecordingFile> {
  try {
    const bytes = await readBounded(path, maxBytes);
    if (bytes === undefined) {
      const limit = maxBytes / 1024 / 1024;
      return unusable(`${path} is longer than ${limit} MB: cut it down to the incident`);
    }
    return parseRecording(path, withoutByteOrderMark(new TextDecoder().decode(bytes)));
  } catch (error) {
    return unusable(`${path} cannot be read: ${fileFailureText(error)}`);
  }
}

/** The same for a text. */
export function parseRecording(path: string, text: string): RecordingFile {
  const { line, number } = firstLine(text);
  if (line === undefined) return unusable(`${path} is empty`);
  if (isTextLogEntry(line)) {
    const messages = readTextLog(text).filter(({ frame }) => !isNestedDeeper(frame, MAX_NESTING));
    return recordingOf(path, { messages });
  }
  if (!line.startsWith("{")) {
    return unusable(`${path}:${number}: neither a record of open-ocpp-trace nor an entry of the message log`);
  }
  const trace = readTraceLines(text);
  return "reason" in trace ? unusable(`${path}:${trace.line}: ${trace.reason}`) : recordingOf(path, trace);
}

function recordingOf(
  path: string,
  found: { readonly messages: readonly LoggedMessage[]; readonly identity?: string },
): RecordingFile {
  return found.messages.length === 0
    ? unusable(`there is no OCPP message in ${path}`)
    : { kind: "recording", ...found };
}

function firstLine(text: string): { readonly line?: string; readonly number: number } {
  const before = /^\s*/.exec(text)?.[0] ?? "";
  const line = text.slice(before.length).split("\n", 1)[0];
  return { ...(line && { line }), number: before.split("\n").length };
}

function unusable(reason: string): RecordingFile {
  return { kind: "unusable", reason };
}
