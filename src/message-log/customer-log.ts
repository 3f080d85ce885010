import { withinJson } from "../kernel/json.ts";
import { join } from "../kernel/posix-path.ts";
import { searchableBytes, searchableText } from "../kernel/searchable-bytes.ts";
import type { CustomerLogs } from "../station/customer-information/customer-archives.ts";
import type { TellTale } from "../station/customer-information/customer.ts";
import { escapeHtml } from "./message-log-format.ts";
import { LOG_BASE_NAME, type MessageLog } from "./message-log.ts";

const CHUNK_BYTES = 256 * 1024;

/** Room for the name of a property and what stands between it and its value. */
const BEFORE_BYTES = 128;

/** A text to look for in searchable bytes, with the quotes of its format. */
interface Pattern {
  readonly quote: string;
  readonly value: string;
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
        found += await searchFile(path, tellTale, how);
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

/** As JSON in text and in HTML. */
function patternsFor({ text }: TellTale): readonly Pattern[] {
  const value = withinJson(text);
  return [(text: string) => text, escapeHtml].map((encode) => ({
    quote: searchableText(encode(`"`)),
    value: searchableText(encode(value)),
  }));
}

async function searchFile(path: string, tellTale: TellTale, how: "count" | "mask"): Promise<number> {
  using file = await Deno.open(path, { read: true, write: how === "mask" });
  const patterns = patternsFor(tellTale);
  const longest = Math.max(...patterns.map(({ quote, value }) => quote.length * 2 + value.length));
  const bytes = new Uint8Array(BEFORE_BYTES + CHUNK_BYTES + longest);
  let found = 0;
  for (let offset = 0;; offset += CHUNK_BYTES) {
    // What stands before a chunk is read again with it, for the names of properties.
    const start = Math.max(0, offset - BEFORE_BYTES);
    const length = await readAt(file, start, bytes);
    const text = searchableBytes(bytes.subarray(0, length));
    for (const pattern of patterns) {
      for (const at of occurrences(text, pattern, tellTale.properties)) {
        // What begins before or behind the chunk is found with another one.
        if (start + at < offset || start + at >= offset + CHUNK_BYTES) continue;
        found++;
        if (how === "mask") await maskAt(file, start + at + pattern.quote.length, pattern.value.length);
      }
    }
    if (length < bytes.length) return found;
  }
}

function occurrences(text: string, { quote, value }: Pattern, properties: ReadonlySet<string>): number[] {
  const wanted = quote + value + quote;
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + quote.length + value.length)) {
    const property = propertyBefore(text.slice(Math.max(0, at - BEFORE_BYTES), at), quote);
    if (property !== undefined && properties.has(property)) found.push(at);
  }
  return found;
}

/** The name of the property whose value follows. */
function propertyBefore(text: string, quote: string): string | undefined {
  const before = text.trimEnd();
  if (!before.endsWith(":")) return undefined;
  const name = before.slice(0, -1).trimEnd();
  if (!name.endsWith(quote)) return undefined;
  const begin = name.lastIndexOf(quote, name.length - quote.length - 1);
  return begin < 0 ? undefined : name.slice(begin + quote.length, -quote.length);
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
