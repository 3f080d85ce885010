import type { Clock, Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import type { SecurityEventNotificationRequest } from "../ocpp/messages.ts";
import type { MessageLogConfig } from "./message-log-config.ts";
import type { LogDisk } from "./message-log-disk.ts";
import {
  type DescribedEntry,
  EntryDescriber,
  type LogEntry,
  type MessageDirection,
} from "./message-log-entry.ts";
import { LogFile, type LogFileOptions } from "./message-log-file.ts";
import { HTML_HEAD, HTML_RESUME, htmlEntry, textEntry } from "./message-log-format.ts";

/** Entries are gathered this long before they are written: one write for a burst, little lost when we are killed. */
const GATHER_MS = 50;
/** Formatted in one go; a long burst must not keep the event loop from the socket. */
const MAX_BATCH_CHARACTERS = 32 * 1024;
/** What may wait for a slow disk; beyond that entries are dropped and counted. */
export const MAX_WAITING_ENTRIES = 10_000;
const MAX_WAITING_CHARACTERS = 4 * 1024 * 1024;
/** The base name of the reference implementation's files, which service tools look for. */
export const LOG_BASE_NAME = "libocpp_201";

export interface MessageLogDeps {
  readonly config: MessageLogConfig;
  readonly directory: string;
  readonly disk: LogDisk;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The log of everything that crosses the OCPP socket, in wire order, and of security events. Calls return at once. */
export interface MessageLog {
  message(direction: MessageDirection, text: string): void;
  /** A remark, e.g. that the connection was opened or lost. */
  system(text: string): void;
  /** Every security event, critical or not. */
  security(event: SecurityEventNotificationRequest): void;
  /** Called when a rotation has deleted the oldest part of the security log. */
  onSecurityLogCleared(listener: () => void): void;
  /** Resolves when everything logged so far is written or given up. Never rejects. */
  flush(): Promise<void>;
  /** Does something with the files while nothing is written to them: what is logged meanwhile waits. */
  whileQuiet<T>(work: () => Promise<T>): Promise<T>;
}

type Waiting = LogEntry | { readonly kind: "security"; readonly text: string };

/** A file together with how it shows an entry; undefined: the entry does not belong there. */
interface Sink {
  readonly file: LogFile;
  readonly render: (entry: DescribedEntry) => string;
}

export function createMessageLog(deps: MessageLogDeps): MessageLog {
  return new BufferedMessageLog(deps);
}

class BufferedMessageLog implements MessageLog {
  readonly #deps: MessageLogDeps;
  readonly #sinks: readonly Sink[];
  readonly #securityFile: LogFile | undefined;
  readonly #describer = new EntryDescriber();
  readonly #clearedListeners: (() => void)[] = [];
  #waiting: Waiting[] = [];
  #waitingCharacters = 0;
  #lost = 0;
  #failing = false;
  #timer: Timer | undefined;
  #writing: Promise<void> | undefined;

  constructor(deps: MessageLogDeps) {
    this.#deps = deps;
    this.#sinks = createSinks(deps);
    this.#securityFile = deps.config.formats.has("security")
      ? new LogFile({ ...fileOptions(deps, ".security.log"), onDeleted: () => this.#cleared() })
      : undefined;
    this.system("message log started");
  }

  message(direction: MessageDirection, text: string): void {
    if (this.#isUsed()) {
      this.#add({ kind: "message", timestampMs: this.#deps.clock.wallMs(), direction, text });
    }
  }

  system(text: string): void {
    if (this.#isUsed()) this.#add({ kind: "system", timestampMs: this.#deps.clock.wallMs(), text });
  }

  security(event: SecurityEventNotificationRequest): void {
    if (this.#securityFile) this.#add({ kind: "security", text: JSON.stringify(event) });
  }

  onSecurityLogCleared(listener: () => void): void {
    this.#clearedListeners.push(listener);
  }

  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    // A write that is under way took only what was there when it began.
    while (this.#waiting.length > 0 || this.#writing) await this.#start();
  }

  async whileQuiet<T>(work: () => Promise<T>): Promise<T> {
    await this.flush();
    const working = work();
    this.#writing = working.then(() => {}, () => {}).then(() => this.#written());
    return await working;
  }

  #cleared(): void {
    for (const listener of this.#clearedListeners) listener();
  }

  #isUsed(): boolean {
    const { formats } = this.#deps.config;
    return this.#sinks.length > 0 || formats.has("console") || formats.has("console_detailed");
  }

  #add(entry: Waiting): void {
    const tooLong = this.#waitingCharacters + entry.text.length > MAX_WAITING_CHARACTERS;
    if (tooLong || this.#waiting.length >= MAX_WAITING_ENTRIES) {
      this.#lost++;
      return;
    }
    this.#push(entry);
  }

  #push(entry: Waiting): void {
    this.#waiting.push(entry);
    this.#waitingCharacters += entry.text.length;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer || this.#writing || this.#waiting.length === 0) return;
    this.#timer = this.#deps.clock.setTimer("message-log", GATHER_MS, () => {
      this.#timer = undefined;
      this.#start();
    });
  }

  #start(): Promise<void> {
    return this.#writing ??= this.#drain().then(() => this.#written());
  }

  #written(): void {
    this.#writing = undefined;
    this.#schedule();
  }

  /**
   * Writes what waits at the call, and goes on for as long as there are full batches. Less than one is gathered anew: steady
   * traffic would else be written message by message. Never rejects.
   */
  async #drain(): Promise<void> {
    for (let left = this.#waiting.length; left > 0 || this.#waitingCharacters >= MAX_BATCH_CHARACTERS;) {
      const batch = this.#takeBatch();
      left -= batch.length;
      await this.#writeBatch(batch);
    }
  }

  #takeBatch(): Waiting[] {
    let characters = 0;
    let count = 0;
    while (count < this.#waiting.length && characters < MAX_BATCH_CHARACTERS) {
      characters += this.#waiting[count++]?.text.length ?? 0;
    }
    this.#waitingCharacters -= characters;
    return this.#waiting.splice(0, count);
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    const described = batch.flatMap((entry) =>
      entry.kind === "security" ? [] : [this.#describer.describe(entry)]
    );
    const security = batch.flatMap((entry) => entry.kind === "security" ? [`${entry.text}\n`] : []);
    this.#toConsole(described);
    let failure: { file: string; error: string } | undefined;
    const write = async (file: LogFile, entries: readonly string[]) => {
      if (entries.length === 0) return;
      try {
        await file.append(entries);
      } catch (error) {
        failure = { file: file.name, error: reasonOf(error) };
      }
    };
    for (const { file, render } of this.#sinks) await write(file, described.map(render));
    if (this.#securityFile) await write(this.#securityFile, security);
    this.#judge(failure, batch.length);
  }

  /** One warning when it begins to fail, one notice when it works again. */
  #judge(failure: { file: string; error: string } | undefined, entries: number): void {
    const { log, directory } = this.#deps;
    if (failure) {
      this.#lost += entries;
      if (!this.#failing) log.warning("OCPP messages cannot be logged", { directory, ...failure });
      this.#failing = true;
      return;
    }
    if (this.#lost === 0) return;
    const lost = this.#lost;
    this.#lost = 0;
    this.#failing = false;
    log.notice("OCPP messages are logged again", { directory, lost });
    // Past the limits: the remark must not be lost with what it is about.
    const text = `${lost} entries could not be written before this one`;
    this.#push({ kind: "system", timestampMs: this.#deps.clock.wallMs(), text });
  }

  #toConsole(entries: readonly DescribedEntry[]): void {
    const { config: { formats }, log } = this.#deps;
    for (const { origin, title, rawBody } of entries) {
      if (formats.has("console_detailed")) log.info("OCPP message", { origin, title, message: rawBody });
      else if (formats.has("console")) log.info("OCPP message", { origin, title });
    }
  }
}

function createSinks(deps: MessageLogDeps): Sink[] {
  const { formats, raw } = deps.config;
  const text = (name: string, body: "body" | "rawBody"): Sink => ({
    file: new LogFile({ ...fileOptions(deps, name), resume: "\n" }),
    render: (entry) => textEntry(entry, entry[body]),
  });
  const html = (name: string, body: "body" | "rawBody"): Sink => ({
    file: new LogFile({ ...fileOptions(deps, name), head: HTML_HEAD, resume: HTML_RESUME }),
    render: (entry) => htmlEntry(entry, entry[body]),
  });
  return [
    ...(formats.has("log") ? [text(".log", "body")] : []),
    ...(formats.has("log") && raw ? [text("_raw.log", "rawBody")] : []),
    ...(formats.has("html") ? [html(".html", "body")] : []),
    ...(formats.has("html") && raw ? [html("_raw.html", "rawBody")] : []),
  ];
}

function fileOptions({ disk, clock, directory, config }: MessageLogDeps, name: string): LogFileOptions {
  return {
    disk,
    clock,
    directory,
    name: `${LOG_BASE_NAME}${name}`,
    ...(config.rotation && { rotation: config.rotation }),
  };
}
