/**
 * `deno task simulated-station --csms ws://127.0.0.1:8202/CS-0001 [--follow FILE]`: the real program in a simulated
 * EVerest, for a CSMS of your choice; the other side of `OCPP201 log replay`.
 */
import { parseArgs } from "node:util";
import { decode } from "../../src/everest/codec/codec.ts";
import { bootReason } from "../../src/everest/interfaces/types/system.ts";
import type { LoggedMessage } from "../../src/inspection/exchanges.ts";
import { readRecording } from "../../src/runtime/replay/read-recording.ts";
import { type EverestSimulation, startEverest } from "../fakes/everest/start-everest.ts";
import { ModuleProcess } from "../fakes/process/module-process.ts";
import { createStationFiles, networkProfile } from "../fakes/process/station-files.ts";
import { followRecording } from "./follow-recording.ts";
import { StationTraffic } from "./station-traffic.ts";

const USAGE = `deno task simulated-station --csms ws://HOST:PORT/IDENTITY [options]

  --follow FILE    do what was done at the station of this recording (of OCPP201 log export)
  --evses N        number of EVSEs; default as many as the recording names, or 2
  --variable X=V   a value of the device model, e.g. TxCtrlr.TxStartPoint=EVConnected; as often as needed
  --password TEXT  of the connection; default any, which OCPP201 log replay takes
  --log            show the log of the station

It runs until it is interrupted.`;
const RESET_LOOK_MS = 200;
const ANY_PASSWORD = "simulated-station-0";

const { values } = parseArgs({
  options: {
    csms: { type: "string" },
    follow: { type: "string" },
    evses: { type: "string" },
    variable: { type: "string", multiple: true, default: [] },
    password: { type: "string", default: ANY_PASSWORD },
    log: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const note = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);

async function simulate(): Promise<number> {
  const address = /^(wss?:\/\/.+)\/([^/]+)$/.exec(values.csms ?? "");
  if (values.help || address === null) {
    console.error(USAGE);
    return values.help ? 0 : 2;
  }
  const [, url = "", identity = ""] = address;
  const recorded = values.follow === undefined ? [] : await recordedMessages(values.follow);
  const files = await createStationFiles({
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile(url, 1),
    "SecurityCtrlr.Identity": identity,
    "SecurityCtrlr.BasicAuthPassword": values.password,
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
    "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    ...overrides(values.variable),
  });
  const reason = bootReasonOf(recorded);
  const everest = await startEverest({
    evses: Number(values.evses ?? Math.max(recorded.length > 0 ? 1 : 2, ...evsesIn(recorded))),
    parameters: files.parameters,
    evse: { chargeDelayMs: recorded.length > 0 ? "manual" : 700 },
    ...(reason && { bootReason: reason }),
  });
  note(`station ${identity} connects to ${url}`);
  const traffic = new StationTraffic(files.directory);
  if (recorded.length > 0) {
    void followRecording(recorded, { everest, traffic: () => traffic.messages(), pause, note })
      .then(() => note("everything that was recorded has been done"));
  }
  await runStation(everest);
  await Promise.allSettled([everest.stop()]);
  await files.remove();
  return 0;
}

/** Runs the program until it ends or we are interrupted, and restarts it, as EVerest does, when the CSMS resets it. */
async function runStation(everest: EverestSimulation): Promise<void> {
  const interrupted = new Promise<"over">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => resolve("over"));
    }
  });
  for (;;) {
    const onLine = (line: string) => values.log && console.log(line);
    const station = new ModuleProcess({ seat: everest, onLine });
    const ended = station.ended.then(() => "over" as const);
    const why = await Promise.race([interrupted, ended, resetOf(everest)]);
    await station.end("SIGTERM");
    if (why === "over") return;
    note("everything restarts");
    await everest.powerCut();
  }
}

async function resetOf({ system: { resets } }: EverestSimulation): Promise<"reset"> {
  for (const before = resets.length; resets.length === before;) await pause(RESET_LOOK_MS);
  return "reset";
}

async function recordedMessages(path: string): Promise<readonly LoggedMessage[]> {
  const recording = await readRecording(path);
  if (recording.kind === "recording") return recording.messages;
  console.error(recording.reason);
  Deno.exit(2);
}

/** `Component.Variable=value`, each. */
function overrides(settings: readonly string[]): Record<string, string> {
  return Object.fromEntries(settings.map((setting) => {
    const [name = "", ...value] = setting.split("=");
    return [name, value.join("=")];
  }));
}

/** The EVSEs that a recording names. */
function evsesIn(messages: readonly LoggedMessage[]): readonly number[] {
  return messages.flatMap(({ frame: [, , action, request] }) =>
    action === "StatusNotification" ? [(request as { readonly evseId: number }).evseId] : []
  );
}

function bootReasonOf(messages: readonly LoggedMessage[]) {
  const boot = messages.find(({ frame }) => frame[2] === "BootNotification");
  const { reason } = (boot?.frame[3] ?? {}) as { readonly reason?: string };
  const decoded = decode(bootReason, reason);
  return decoded.kind === "value" ? decoded.value : undefined;
}

Deno.exit(await simulate());
