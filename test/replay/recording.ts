import { installDefinitions, type Release } from "../fixtures/everest.ts";
import {
  recordedBus,
  recordedCsms,
  type RecordedCsmsEvent,
  type RecordedMessage,
  recordedModuleTraffic,
  type Run,
} from "../fixtures/recordings.ts";

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

export function readRecording(name: Run): Recording {
  const bus = recordedModuleTraffic(name).map(busRecord);
  const csms = recordedCsms(name).map(csmsRecord);
  const times = [...bus, ...csms].map(({ atMs }) => atMs);
  return { name, bus, csms, startMs: Math.min(...times), endMs: Math.max(...times) };
}

/** The names that releases of EVerest have for the messages of their manager. */
export const MANAGER_MESSAGES = {
  "2026.02": { request: "GetConfig", response: "GetConfigResponse" },
  "2026-08": { request: "ConfigurationRequest", response: "ConfigurationResponse" },
} as const satisfies Record<Release, { request: string; response: string }>;

/**
 * The topics that the manager keeps for modules that come up later: names and what it says there. EVerest's definitions
 * are installed below `dataDirectory`.
 */
export async function readDefinitions(
  release: Release,
  dataDirectory: string,
): Promise<ReadonlyMap<string, string>> {
  await installDefinitions(release, dataDirectory);
  const kept = recordedBus("run1").filter(({ retain, payload }) => retain && payload !== null);
  return new Map(kept.map(({ topic, payload }) => {
    const { data } = JSON.parse(payload ?? "") as Envelope;
    const msg_type = MANAGER_MESSAGES[release].response;
    // What is installed on the recorded machine lies elsewhere here.
    const here = topic === "everest/settings" ? { ...data as object, data_dir: dataDirectory } : data;
    return [topic, JSON.stringify({ data: here, msg_type })];
  }));
}

function busRecord({ t, dir, topic, payload }: RecordedMessage): BusRecord {
  const text = payload ?? "";
  return {
    atMs: Date.parse(t),
    direction: dir ?? "toModule",
    topic,
    envelope: JSON.parse(text) as Envelope,
    text,
  };
}

function csmsRecord(event: RecordedCsmsEvent): CsmsRecord {
  const atMs = Date.parse(event.t);
  if ("frame" in event) return { kind: "frame", atMs, direction: event.dir, frame: event.frame };
  return { kind: event.event === "open" ? "opened" : "closed", atMs };
}
