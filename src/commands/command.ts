import type { InspectionOutcome } from "../inspection/inspection-client.ts";

/** Exit status of every command: fine, findings, could not check. */
export const EXIT = { fine: 0, findings: 1, notChecked: 2 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** One option of a command; every command also has `--json`, `--state` and `--help`. */
export interface OptionDefinition {
  /** Without dashes. */
  readonly name: string;
  /** What its value is called in the help; absent: the option has no value. */
  readonly value?: string;
  readonly summary: string;
}

/** One command, from which help, completion, manual page and parser are made. */
export interface CommandDefinition {
  /** E.g. `status`, `variables list`. */
  readonly name: string;
  /** What it shows (a noun) or changes (a verb), without a full stop; the help makes a sentence of it. */
  readonly summary: string;
  /** What a user should know before; sentences for the help. */
  readonly remarks?: string;
  /** Names of the arguments; in brackets when optional, e.g. `ID`, `[EVEREST.YAML]`. */
  readonly arguments: readonly string[];
  readonly options: readonly OptionDefinition[];
  /** A command line with what it is good for. */
  readonly example: { readonly line: string; readonly says: string };
  run(call: CommandCall): Promise<ExitStatus>;
}

/** A parsed command line with everything a command needs of the outside. */
export interface CommandCall {
  readonly arguments: readonly string[];
  /** Values by option name; an option without value is `true`. */
  readonly options: Readonly<Record<string, string | true>>;
  readonly io: CommandIo;
}

export interface CommandIo {
  /** True: the command prints one JSON document. */
  readonly isJson: boolean;
  /** Width of the terminal; undefined where the output goes elsewhere. */
  columns(): number | undefined;
  /** One line, or several, on standard output. */
  print(text: string): void;
  /** One line on standard error. */
  complain(text: string): void;
  /** Asks the running module; `failure` also when none can be reached. */
  ask(question: string, parameters?: Readonly<Record<string, unknown>>): Promise<InspectionOutcome>;
  /** Asks the running module for a change, which needs the rights of its owner. */
  change(question: string, parameters: Readonly<Record<string, unknown>>): Promise<InspectionOutcome>;
  /** Resolves after this time, or at once when the user has interrupted the command. */
  pause(milliseconds: number): Promise<"elapsed" | "interrupted">;
  nowMs(): number;
  /** Writes a text file at once, so that no reader sees half of it; rejects when the file system refuses. */
  replaceFile(path: string, text: string): Promise<void>;
  /** Answers HTTP on this port of this machine (0: any); rejects when the port is not free. */
  serveHttp(port: number, answer: (request: Request) => Promise<Response>): Promise<HttpService>;
  /** Takes one station of OCPP 2.0.1 on this port of this machine (0: any); rejects when the port is not free. */
  serveCsms(port: number, ears: StationEars): Promise<CsmsService>;
}

/** What a text for people depends on, besides what it says. */
export type Screen = Pick<CommandIo, "columns" | "nowMs">;

/** What a station at the socket of a CSMS does. */
export interface StationEars {
  /** It has connected, with the last part of the path as its identity. */
  connected(identity: string): void;
  heard(text: string): void;
  /** Its last connection has ended. */
  disconnected(): void;
}

/** The socket of a CSMS, for one station on this machine. */
export interface CsmsService {
  readonly port: number;
  /** Is lost when no station is connected. */
  send(text: string): void;
  /** Closes the connection behind what was sent. */
  stop(): Promise<void>;
}

/** A web server for people on this machine. */
export interface HttpService {
  readonly port: number;
  /** Ends every connection. */
  stop(): Promise<void>;
}

/** Says why a question was not answered; resolves with the exit status for it. */
export function notAnswered({ io }: CommandCall, text: string): ExitStatus {
  if (io.isJson) io.print(JSON.stringify({ error: text }));
  else io.complain(text);
  return EXIT.notChecked;
}
