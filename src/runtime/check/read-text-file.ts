import type { TextReading } from "../../check/checked-file.ts";
import { fileFailureText } from "../../host/file-failure.ts";
import { withoutByteOrderMark } from "../../kernel/byte-order-mark.ts";

/** The text of a file without a byte order mark; never rejects. */
export async function readTextFile(path: string): Promise<TextReading> {
  try {
    return { kind: "read", text: withoutByteOrderMark(await Deno.readTextFile(path)) };
  } catch (error) {
    return { kind: "unreadable", reason: fileFailureText(error) };
  }
}
