import { dirname, join } from "node:path";

/** Recorded traffic of a real EVerest beside the repository, when somebody has it. */
const CAPTURES = join(dirname(import.meta.dirname ?? "."), "..", "..", "shared", "captures");

/** A message on the bus that the recorded module sent (`fromModule`) or heard (`toModule`). */
export interface BusRecord {
  readonly atMs: number;
  readonly direction: "fromModule" | "toModule";
  readonly topic: string;
  readonly envelope: Envelope;
  /** The payload as it was on the wire. */
  readonly text: string;
}

/** What EVerest's framework wraps every message in. */
export interface Envelope {
  readonly data: unknown;
  readonly msg_type: string;
}

/** What happened at the recorded CSMS. */
export type CsmsRecord =
  | {
    readonly kind: "frame";
    readonly atMs: number;
    readonly direction: "toStation" | "fromStation";
    readonly frame: readonly unknown[];
  }
  | { readonly kind: "opened"; readonly atMs: number }
  | { readonly kind: "closed"; readonly atMs: number };

export interface Recording {
  readonly name: string;
  readonly bus: readonly BusRecord[];
  readonly csms: readonly CsmsRecord[];
  /** Wall clock of the first and the last thing recorded, milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
}

/** Whether the recordings are here at all. */
export function recordingsPresent(): boolean {
  try {
    return Deno.statSync(join(CAPTURES, "run1.mqtt.ocpp-module.jsonl")).isFile;
  } catch {
    return false;
  }
}

export async function readRecording(name: string): Promise<Recording> {
  const bus = (await lines(`${name}.mqtt.ocpp-module.jsonl`)).map(busRecord);
  const csms = (await lines(`${name}.ocpp.jsonl`)).flatMap(csmsRecord);
  const times = [...bus, ...csms].map(({ atMs }) => atMs);
  return { name, bus, csms, startMs: Math.min(...times), endMs: Math.max(...times) };
}

/** The names that releases of EVerest have for the messages of their manager. */
export const RELEASES = {
  "2026.02": { request: "GetConfig", response: "GetConfigResponse", definitions: "everest" },
  "main of 2026-08": {
    request: "ConfigurationRequest",
    response: "ConfigurationResponse",
    definitions: "everest-main",
  },
} as const;

export type Release = keyof typeof RELEASES;

/** The topics that the manager keeps for modules that come up later: names and what it says there. */
export async function readDefinitions(release: Release): Promise<ReadonlyMap<string, string>> {
  // run6 was recorded without the rest of the bus; the configuration was the same in all runs.
  const all = await lines("run1.mqtt.all-thinned.jsonl");
  const kept = all.filter(({ retain, payload }) => retain === 1 && payload);
  return new Map(kept.map(({ topic, payload }) => {
    const { data } = JSON.parse(String(payload)) as Envelope;
    const { response: msg_type, definitions } = RELEASES[release];
    // What is installed on the recorded machine lies elsewhere here.
    const here = topic === "everest/settings"
      ? { ...data as Line, data_dir: join(CAPTURES, "..", "data", definitions) }
      : data;
    return [String(topic), JSON.stringify({ data: here, msg_type })];
  }));
}

type Line = Readonly<Record<string, unknown>>;

async function lines(file: string): Promise<Line[]> {
  const text = await Deno.readTextFile(join(CAPTURES, file));
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line);
}

function busRecord(line: Line): BusRecord {
  const text = String(line["payload"]);
  return {
    atMs: timeOf(line),
    direction: line["dir"] === "to-ocpp" ? "toModule" : "fromModule",
    topic: String(line["topic"]),
    envelope: JSON.parse(text) as Envelope,
    text,
  };
}

function csmsRecord(line: Line): CsmsRecord[] {
  const atMs = timeOf(line);
  if (line["frame"] !== undefined) {
    const direction = line["dir"] === "cs>csms" ? "fromStation" : "toStation";
    return [{ kind: "frame", atMs, direction, frame: line["frame"] as unknown[] }];
  }
  if (line["ev"] === "open") return [{ kind: "opened", atMs }];
  if (line["ev"] === "close") return [{ kind: "closed", atMs }];
  // Pings, refused attempts and the file server: nothing to play.
  return [];
}

/** The bus was recorded with microseconds and a curious zone: `2026-11-22T06:53:30.757786Z+0000`. */
function timeOf(line: Line): number {
  return Date.parse(`${String(line["t"]).slice(0, 23)}Z`);
}
