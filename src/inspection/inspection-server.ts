import { type Clock, sleep, type Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { answerQuestion, type Inspectors } from "./inspectors.ts";
import { formatReply, MAX_ANSWER_BYTES, MAX_QUESTION_BYTES, parseQuestion } from "./protocol.ts";

/** Clients at the same time; a further one is turned away. */
export const MAX_CLIENTS = 8;
/** A client that neither asks nor reads for so long is let go. */
export const IDLE_LIMIT_MS = 30_000;
const CLIENT_TIMER = "inspection.client";
/** Until it accepts again after the process had no file descriptor left. */
export const ACCEPT_AGAIN_MS = 1000;
export const ACCEPT_TIMER = "inspection.accept-again";

/** A connection as the operating system gives it. */
export interface InspectionConnection {
  /** Bytes that arrived; undefined when the client has ended. */
  read(): Promise<Uint8Array | undefined>;
  /** Resolves when the client has received the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent; a pending `read` or `write` ends. */
  close(): void;
}

/** Where connections come from. */
export interface ConnectionSource {
  /** The next connection; undefined when listening has ended. Rejects when none can be accepted for now. */
  accept(): Promise<InspectionConnection | undefined>;
}

export interface InspectionServerDeps {
  readonly source: ConnectionSource;
  /** Asked for each question, because the start of the station replaces them. */
  inspectors(): Inspectors;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface InspectionServer {
  /** Lets every client go. */
  stop(): void;
}

/**
 * Answers the questions of people's commands. Every client is bounded in number, size and time, so that a stuck or
 * hostile one costs nothing that the station needs.
 */
export function serveInspection(deps: InspectionServerDeps): InspectionServer {
  const { clock, log } = deps;
  const clients = new Set<InspectionConnection>();
  const ending = new AbortController();

  async function acceptAll(): Promise<void> {
    while (!ending.signal.aborted) {
      const accepted = await accept();
      if (accepted === "ended") return;
      if (accepted === "failed") await sleep(clock, ACCEPT_TIMER, ACCEPT_AGAIN_MS, ending.signal);
      else take(accepted);
    }
  }

  async function accept(): Promise<InspectionConnection | "ended" | "failed"> {
    try {
      return await deps.source.accept() ?? "ended";
    } catch (error) {
      log.warning("the inspection socket cannot accept a connection and tries again", { error });
      return "failed";
    }
  }

  function take(connection: InspectionConnection): void {
    if (clients.size >= MAX_CLIENTS) return connection.close();
    clients.add(connection);
    void serve(connection).catch(() => {}).finally(() => {
      clients.delete(connection);
      connection.close();
    });
  }

  async function serve(connection: InspectionConnection): Promise<void> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let rest = "";
    for (;;) {
      const bytes = await within(connection.read(), connection);
      if (bytes === undefined) return;
      rest += decoder.decode(bytes, { stream: true });
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        await reply(line, connection);
      }
      if (rest.length > MAX_QUESTION_BYTES) return;
    }
  }

  async function reply(line: string, connection: InspectionConnection): Promise<void> {
    const question = parseQuestion(line);
    const answer = "failure" in question
      ? question
      : await answerQuestion(question, deps.inspectors(), (error) =>
        log.error("a question about the station could not be answered", {
          question: question.question,
          error,
        }));
    let bytes = encoder.encode(formatReply(answer));
    if (bytes.length > MAX_ANSWER_BYTES) {
      bytes = encoder.encode(formatReply({ failure: { kind: "tooLong", text: "the answer is too long" } }));
    }
    await within(connection.write(bytes), connection);
  }

  /** Closes the connection, which ends what is awaited, when it takes too long. */
  async function within<T>(step: Promise<T>, connection: InspectionConnection): Promise<T> {
    const timer: Timer = clock.setTimer(CLIENT_TIMER, IDLE_LIMIT_MS, () => connection.close());
    try {
      return await step;
    } finally {
      timer.cancel();
    }
  }

  void acceptAll();
  return {
    stop() {
      ending.abort();
      for (const client of clients) client.close();
    },
  };
}

const encoder = new TextEncoder();
