/**
 * `deno task simulated-station --csms ws://127.0.0.1:8202/CS-0001 [--follow FILE]`: the real program in a simulated
 * EVerest, for a CSMS of your choice; the other side of `OCPP201 log replay`.
 */
import { decode } from "../../src/everest/codec/codec.ts";
import { bootReason } from "../../src/everest/interfaces/types/system.ts";
import type { LoggedMessage } from "../../src/inspection/exchanges.ts";
import { recordingParts } from "../../src/inspection/replay/recording-parts.ts";
import { readRecording } from "../../src/runtime/replay/read-recording.ts";
import { overridableNames } from "../fakes/component-config.ts";
import { startEverest } from "../fakes/everest/start-everest.ts";
import { createStationFiles, networkProfile } from "../fakes/process/station-files.ts";
import { pause } from "../fakes/pause.ts";
import { builtProgram, commandOptions } from "./command-options.ts";
import { obey } from "./desk.ts";
import { DeskStation } from "./desk-station.ts";
import { followRecording } from "./follow-recording.ts";
import { interruption, onInterruption } from "./interruption.ts";
import { keyLines } from "./key-lines.ts";
import { commandLine } from "./station-command-line.ts";
import { recordedEvses } from "./recorded-evses.ts";
import { StationTraffic } from "./station-traffic.ts";
import { readVariableSettings } from "./variable-settings.ts";

const USAGE = `deno task simulated-station --csms ws://HOST:PORT/IDENTITY [options]

  --csms URL       your CSMS with the identity of the station, or what OCPP201 log replay prints; with wss://
                   the root certificates of this machine are trusted
  --password TEXT  of the connection, 16 characters or more; default any, which OCPP201 log replay takes
  --follow FILE    do what was done at the station of this recording, which OCPP201 log export has made
  --part N         the part of the recording that log replay plays; default 1
  --evses N        number of EVSEs; default as many as the recording names, or 2
  --variable X=V   a value of the device model, e.g. TxCtrlr.TxStartPoint=EVConnected; as often as needed
  --module DIR     a built module (dist/x86_64/OCPP201) in the place of the sources
  --log            show the log of the station

Without --follow the keyboard says what drivers do; help lists the words. It runs until ctrl-C.
Where you have no CSMS: deno task demo --stay.`;
const ANY_PASSWORD = "simulated-station-0";

const { values } = commandOptions({
  options: {
    csms: { type: "string" },
    follow: { type: "string" },
    part: { type: "string", default: "1" },
    evses: { type: "string" },
    variable: { type: "string", multiple: true, default: [] },
    password: { type: "string", default: ANY_PASSWORD },
    module: { type: "string" },
    log: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const note = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);

async function simulate(): Promise<number> {
  const address = /^(wss?:\/\/.+)\/([^/]+)$/.exec(values.csms ?? "");
  if (values.help || address === null) {
    console.error(USAGE);
    return values.help ? 0 : 2;
  }
  const [, url = "", identity = ""] = address;
  const settings = readVariableSettings(values.variable, await overridableNames());
  if (settings.kind === "refused") return refused(settings.reason);
  const command = builtProgram(values.module);
  if (command !== undefined && "reason" in command) return refused(command.reason);
  if (values.evses !== undefined && !/^[1-9]\d?$/.test(values.evses)) {
    return refused(`--evses: ${values.evses} is no number from 1 to 99`);
  }
  const recording = values.follow === undefined ? undefined : await readRecording(values.follow);
  if (recording?.kind === "unusable") return refused(recording.reason);
  const parts = recording === undefined ? [] : recordingParts(recording.messages);
  const part = parts[Number(values.part) - 1];
  if (part === undefined && parts.length > 0) return refused(`--part: the recording has ${parts.length}`);
  const recorded = part?.messages ?? [];
  const evses = recordedEvses(recorded);
  if (evses.kind === "refused") return refused(`--follow: ${evses.reason}`);
  const interrupted = interruption();
  const files = await createStationFiles({
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile(url, url.startsWith("wss:") ? 2 : 1),
    "InternalCtrlr.UseSslDefaultVerifyPaths": true,
    "SecurityCtrlr.Identity": identity,
    "SecurityCtrlr.BasicAuthPassword": values.password,
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
    "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    ...settings.overrides,
  });
  const reason = bootReasonOf(recorded);
  const everest = await startEverest({
    evses: Number(values.evses ?? Math.max(recorded.length > 0 ? 1 : 2, evses.count)),
    parameters: files.parameters,
    evse: { chargeDelayMs: recorded.length > 0 ? "manual" : 700 },
    ...(reason && { bootReason: reason }),
  });
  const onLine = (line: string) => values.log && console.log(line);
  const station = new DeskStation({ everest, onLine, note, ...(command && { command }) });
  onInterruption(interrupted, () => station.end());
  note(`station ${identity} connects to ${url}`);
  console.log(`ask it with: ${commandLine(command)} status --state ${files.directory}`);
  if (recorded.length > 0) {
    const traffic = new StationTraffic(files.directory);
    void followRecording(recorded, { everest, traffic: () => traffic.messages(), pause, note })
      .then(() => note("everything that was recorded has been done"));
  } else void obey(keyLines(Deno.stdin.readable), { everest, station, note, say: console.log });
  const status = await station.run();
  await Promise.allSettled([everest.stop()]);
  await files.remove();
  return status;
}

function refused(reason: string): number {
  console.error(reason);
  return 2;
}

function bootReasonOf(messages: readonly LoggedMessage[]) {
  const boot = messages.find(({ frame }) => frame[2] === "BootNotification");
  const { reason } = (boot?.frame[3] ?? {}) as { readonly reason?: string };
  const decoded = decode(bootReason, reason);
  return decoded.kind === "value" ? decoded.value : undefined;
}

Deno.exit(await simulate());
