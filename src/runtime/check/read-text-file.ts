import type { TextReading } from "../../check/checked-file.ts";
import { withoutByteOrderMark } from "../../kernel/byte-order-mark.ts";
import { reasonOf } from "../../kernel/reason-of.ts";

/** The text of a file without a byte order mark; never rejects. */
export async function readTextFile(path: string): Promise<TextReading> {
  try {
    return { kind: "read", text: withoutByteOrderMark(await Deno.readTextFile(path)) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { kind: "unreadable", reason: "there is no such file" };
    if (error instanceof Deno.errors.PermissionDenied) {
      return { kind: "unreadable", reason: "reading is not allowed" };
    }
    return { kind: "unreadable", reason: reasonOf(error) };
  }
}
