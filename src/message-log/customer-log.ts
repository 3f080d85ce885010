import { join } from "../kernel/posix-path.ts";
import type { CustomerLogs } from "../station/customer-information/customer-archives.ts";
import type { TellTale } from "../station/customer-information/customer.ts";
import { escapeHtml } from "./message-log-format.ts";
import { LOG_BASE_NAME, type MessageLog } from "./message-log.ts";

const CHUNK_BYTES = 256 * 1024;

/** A text to look for in bytes that were decoded as Latin-1 and put into lower case; only `value` is masked. */
interface Pattern {
  readonly before: string;
  readonly value: string;
  readonly after: string;
}

/**
 * Finds and masks customers in the files of the message log and the security log, those that a rotation has set aside
 * among them. Masks are as long as what they hide: nothing of it stays in the file.
 */
export function createCustomerLogs(
  messageLog: Pick<MessageLog, "whileQuiet">,
  directory: string,
): CustomerLogs {
  const search = (tellTale: TellTale, how: "count" | "mask") =>
    messageLog.whileQuiet(async () => {
      let found = 0;
      for (const path of await logFiles(directory)) {
        found += await searchFile(path, patternsFor(tellTale), how);
      }
      return found;
    });
  return {
    count: (tellTale) => search(tellTale, "count"),
    mask: async (tellTale) => void await search(tellTale, "mask"),
  };
}

async function logFiles(directory: string): Promise<readonly string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(directory));
    return entries.filter(({ isFile, name }) => isFile && name.startsWith(LOG_BASE_NAME))
      .map(({ name }) => join(directory, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** As JSON, indented and not, in text and in HTML. */
function patternsFor({ text, property }: TellTale): readonly Pattern[] {
  const value = JSON.stringify(text).slice(1, -1);
  const befores = property === undefined ? [`"`] : [`"${property}": "`, `"${property}":"`];
  return befores.flatMap((before) =>
    [(text: string) => text, escapeHtml].map((encode) => ({
      before: searchable(encode(before)),
      value: searchable(encode(value)),
      after: searchable(encode(`"`)),
    }))
  );
}

async function searchFile(
  path: string,
  patterns: readonly Pattern[],
  how: "count" | "mask",
): Promise<number> {
  using file = await Deno.open(path, { read: true, write: how === "mask" });
  const longest = Math.max(...patterns.map(({ before, value, after }) => `${before}${value}${after}`.length));
  const bytes = new Uint8Array(CHUNK_BYTES + longest);
  let found = 0;
  for (let offset = 0;; offset += CHUNK_BYTES) {
    const length = await readAt(file, offset, bytes);
    const text = latin1(bytes.subarray(0, length)).toLowerCase();
    for (const pattern of patterns) {
      // What begins in the overlap is found again with the next chunk.
      for (const at of occurrences(text, pattern).filter((at) => at < CHUNK_BYTES)) {
        found++;
        if (how === "mask") await maskAt(file, offset + at + pattern.before.length, pattern.value.length);
      }
    }
    if (length < bytes.length) return found;
  }
}

function occurrences(text: string, { before, value, after }: Pattern): number[] {
  const wanted = `${before}${value}${after}`;
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + before.length + value.length)) {
    found.push(at);
  }
  return found;
}

/** Fills `bytes` as far as the file goes. */
async function readAt(file: Deno.FsFile, offset: number, bytes: Uint8Array): Promise<number> {
  await file.seek(offset, Deno.SeekMode.Start);
  let length = 0;
  while (length < bytes.length) {
    const read = await file.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  return length;
}

async function maskAt(file: Deno.FsFile, offset: number, length: number): Promise<void> {
  await file.seek(offset, Deno.SeekMode.Start);
  const mask = new Uint8Array(length).fill("*".charCodeAt(0));
  for (let written = 0; written < length;) written += await file.write(mask.subarray(written));
}

/** Byte for byte, whatever the encoding of the text. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function searchable(text: string): string {
  return latin1(new TextEncoder().encode(text)).toLowerCase();
}
