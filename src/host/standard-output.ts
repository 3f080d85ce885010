import { reasonOf } from "../kernel/reason-of.ts";
import { openCLibrary } from "./c-library.ts";

/** What a shell says of a process that SIGPIPE has ended; the runtime ignores that signal. */
const ENDED_BY_BROKEN_PIPE = 141;
const NOT_WRITTEN = 2;
const STANDARD_OUTPUT = 1;
/** POLLERR, POLLHUP, POLLNVAL: told whether asked for or not. */
const NOBODY_READS = 0x08 | 0x10 | 0x20;

/** Until a full pipe is tried again. */
const FULL_PIPE_MS = 5;
/** PIPE_BUF: so much goes into a pipe wholly or not at all. Of more nobody would know how much went. */
const WHOLE_BYTES = 4096;

const encoder = new TextEncoder();

interface OutputStream {
  writeSync(bytes: Uint8Array): number;
}

/** Prints a line, or several. Without a reader, or without room, the process ends here, as other Unix tools do. */
export function print(text: string): void {
  try {
    writeAll(Deno.stdout, text);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(ENDED_BY_BROKEN_PIPE);
    complain(`OCPP201: standard output cannot be written: ${reasonOf(error)}`);
    Deno.exit(NOT_WRITTEN);
  }
}

/** The same on standard error, which may be closed by who does not want to know. */
export function complain(text: string): void {
  try {
    writeAll(Deno.stderr, text);
  } catch {
    // The exit status says it, too.
  }
}

/** Ends the process when nobody reads what it will print. To be called by commands that wait before they print again. */
export async function endWithoutReader(): Promise<void> {
  if (await hasReader()) return;
  Deno.exit(ENDED_BY_BROKEN_PIPE);
}

/** Also true where it cannot be found out. */
async function hasReader(): Promise<boolean> {
  // struct pollfd { int fd; short events; short revents; }
  const asked = new DataView(new ArrayBuffer(8));
  asked.setInt32(0, STANDARD_OUTPUT, true);
  try {
    using library = openCLibrary({
      poll: { parameters: ["buffer", "u64", "i32"], result: "i32", nonblocking: true },
    });
    await library.symbols.poll(new Uint8Array(asked.buffer), 1n, 0);
  } catch {
    return true;
  }
  return (asked.getInt16(6, true) & NOBODY_READS) === 0;
}

/**
 * Throws what the stream throws, but waits for a reader that is slower: a pipe is non-blocking where the program that made it
 * wanted it so.
 */
export function writeAll(stream: OutputStream, text: string): void {
  const bytes = encoder.encode(`${text}\n`);
  for (let written = 0; written < bytes.length;) {
    try {
      written += stream.writeSync(bytes.subarray(written, written + WHOLE_BYTES));
    } catch (error) {
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MS);
    }
  }
}
