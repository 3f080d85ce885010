import { exchangesOf } from "../inspection/exchanges.ts";
import { type Played, PlayedCsms } from "../inspection/replay/played-csms.ts";
import { recordingParts } from "../inspection/replay/recording-parts.ts";
import { counted, type ReplayCounts, type StepReport } from "../inspection/replay/replay-step.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import { readRecording } from "../runtime/replay/read-recording.ts";
import {
  type CommandCall,
  type CommandDefinition,
  type CommandIo,
  type CsmsService,
  EXIT,
  type ExitStatus,
  notAnswered,
} from "./command.ts";
import { MAX_PORT, numberOption } from "./number-option.ts";
import { printable } from "./printable.ts";
import { type ChosenPart, partsText, stepLine, verdictText } from "./replay-text.ts";

const DEFAULT_PORT = 8202;
const DEFAULT_WAIT_SECONDS = 60;
const MAX_WAIT_SECONDS = 86_400;
/** How soon the end of the recording, or that nothing comes, is noticed. */
const LOOK_MS = 200;
const ANY_IDENTITY = "CS-0001";

/** `log replay`: the CSMS of a recording, for a station on the desk. */
export const LOG_REPLAY: CommandDefinition = {
  name: "log replay",
  summary: "how a station answers the CSMS of a recording, compared with the recorded station",
  remarks:
    "Plays the CSMS of FILE (of log export, or a message log) to the station that connects, and compares " +
    "what it sends. Times, ids, measured values, free texts are not compared; what is masked is not played.",
  arguments: ["FILE"],
  options: [
    { name: "port", value: "N", summary: `port on this machine, 0 for any; default ${DEFAULT_PORT}` },
    {
      name: "part",
      value: "N",
      summary: "which part of a recording with outages or restarts; default 1, the first",
    },
    {
      name: "wait",
      value: "SECONDS",
      summary: `for a station, and for what comes next; default ${DEFAULT_WAIT_SECONDS}`,
    },
  ],
  example: {
    line: "OCPP201 log replay station.jsonl",
    says: "then connect a station on the desk to the address that this prints",
  },
  async run(call) {
    const { io, options } = call;
    const port = numberOption(options["port"], DEFAULT_PORT, [0, MAX_PORT]);
    if (port === undefined) return notAnswered(call, `--port must be a number from 0 to ${MAX_PORT}`);
    const waitSeconds = numberOption(options["wait"], DEFAULT_WAIT_SECONDS, [1, MAX_WAIT_SECONDS]);
    if (waitSeconds === undefined) {
      return notAnswered(call, `--wait must be a number from 1 to ${MAX_WAIT_SECONDS}`);
    }
    const recording = await readRecording(call.arguments[0] ?? "");
    if (recording.kind === "unusable") return notAnswered(call, recording.reason);
    const parts = recordingParts(recording.messages);
    const part = numberOption(options["part"], 1, [1, parts.length]);
    if (part === undefined) return notAnswered(call, `--part must be a number from 1 to ${parts.length}`);
    const session = new ReplaySession({ number: part, parts }, recording.identity, io);
    if (session.isOver) return notAnswered(call, "there is nothing in the recording to wait for");
    try {
      const service = await io.serveCsms(port, session);
      return await session.play(service, waitSeconds * 1000, call);
    } catch (error) {
      return notAnswered(call, `no station can be served on port ${port}: ${reasonOf(error)}`);
    }
  },
};

/** One replay from the first connection to the verdict. */
class ReplaySession {
  readonly #csms: PlayedCsms;
  readonly #steps: StepReport[] = [];
  #counts: ReplayCounts = { same: 0, different: 0, skipped: 0 };
  #service: CsmsService | undefined;
  #connection: "none yet" | "open" | "ended" = "none yet";
  #lastSignMs: number;

  constructor(
    private readonly part: ChosenPart,
    private readonly identity: string | undefined,
    private readonly io: CommandIo,
  ) {
    this.#csms = new PlayedCsms(exchangesOf(part.parts[part.number - 1]?.messages ?? []));
    this.#lastSignMs = io.nowMs();
  }

  get isOver(): boolean {
    return this.#csms.isOver;
  }

  connected(identity: string): void {
    this.#connection = "open";
    this.#note(`${printable(identity)} has connected.`);
  }

  disconnected(): void {
    this.#connection = "ended";
    if (!this.isOver) this.#note("The station has ended the connection.");
  }

  heard(text: string): void {
    this.#tell(this.#csms.hear(text, this.io.nowMs()));
  }

  /** Resolves when the recording is over, or nothing has connected. */
  async play(service: CsmsService, waitMs: number, call: CommandCall): Promise<ExitStatus> {
    this.#service = service;
    const url = `ws://127.0.0.1:${service.port}/${printable(this.identity ?? ANY_IDENTITY)}`;
    const parts = partsText(this.part);
    if (parts !== undefined) this.#note(parts);
    this.#note(`The recorded CSMS waits at ${url} for a station.`);
    const problem = await this.#toTheEnd(waitMs);
    await service.stop();
    return problem === undefined ? this.#verdict() : notAnswered(call, problem);
  }

  async #toTheEnd(waitMs: number): Promise<string | undefined> {
    while (!this.isOver) {
      if (await this.io.pause(LOOK_MS) === "interrupted") {
        return "interrupted before the end of the recording";
      }
      if (this.io.nowMs() - this.#lastSignMs < waitMs) continue;
      if (this.#connection === "none yet") return `no station has connected for ${waitMs / 1000} s`;
      this.#giveUp();
    }
    return undefined;
  }

  /** What is next does not come; where nobody is connected any more, nothing does. */
  #giveUp(): void {
    do {
      this.#tell(this.#csms.giveUp(this.io.nowMs()));
    } while (this.#connection === "ended" && !this.isOver);
  }

  #tell({ texts, reports }: Played): void {
    for (const text of texts) this.#service?.send(text);
    for (const report of reports) {
      if (isProgress(report)) this.#lastSignMs = this.io.nowMs();
      this.#counts = counted(this.#counts, report.outcome);
      if (this.io.isJson) this.#steps.push(report);
      else this.io.print(stepLine(report));
    }
  }

  #note(text: string): void {
    this.#lastSignMs = this.io.nowMs();
    if (this.io.isJson) this.io.complain(text);
    else this.io.print(text);
  }

  #verdict(): ExitStatus {
    const text = verdictText(this.#counts, this.part);
    const { different } = this.#counts;
    const { number: part, parts: { length: parts } } = this.part;
    this.io.print(
      this.io.isJson
        ? JSON.stringify({ ...this.#counts, part, parts, verdict: text, steps: this.#steps })
        : `\n${text}`,
    );
    return different === 0 ? EXIT.fine : EXIT.findings;
  }
}

/** What the recording does not have brings nobody nearer to its end. */
function isProgress({ outcome: { kind } }: StepReport): boolean {
  return kind !== "unexpected" && kind !== "uncounted";
}
