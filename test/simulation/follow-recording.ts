import type { LoggedMessage } from "../../src/inspection/exchanges.ts";
import { OpenCalls } from "../../src/inspection/open-calls.ts";
import { isClocked } from "../../src/inspection/replay/call-keys.ts";
import { maskedField } from "../../src/inspection/replay/played-payload.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import type { IdToken } from "../../src/everest/interfaces/types/authorization.ts";
import { type DriverAct, driverActs } from "./driver-acts.ts";

/** Where a recording is followed. */
export interface FollowStage {
  readonly everest: EverestSimulation;
  /** Everything that has crossed the station's socket so far, oldest first. */
  traffic(): Promise<readonly LoggedMessage[]>;
  pause(milliseconds: number): Promise<void>;
  note(text: string): void;
}

const LOOK_MS = 100;
/** Drivers are slower than stations: what the messages before have set off is over then. */
const HAND_MS = 500;
/** What has not happened after this time is not waited for. */
const PATIENCE_MS = 10_000;

/** Does at the simulated station what was done at the recorded one, each time the station is as far as it was then. */
export async function followRecording(messages: readonly LoggedMessage[], stage: FollowStage): Promise<void> {
  const recorded = milestones(messages);
  for (const { act, index } of driverActs(messages)) {
    const missing = await waitFor(recorded.slice(0, index).filter((name) => name !== ""), stage);
    if (missing !== undefined) stage.note(`without waiting any longer for ${missing}:`);
    await stage.pause(HAND_MS);
    stage.note(actText(act));
    await perform(act, stage).catch((error: unknown) => stage.note(`this cannot be done: ${error}`));
  }
}

/** Resolves when all of these have happened, or else with the first that has not. */
async function waitFor(names: readonly string[], stage: FollowStage): Promise<string | undefined> {
  for (let waitedMs = 0;; waitedMs += LOOK_MS) {
    const missing = firstMissing(names, milestones(await stage.traffic()));
    if (missing === undefined || waitedMs >= PATIENCE_MS) return missing;
    await stage.pause(LOOK_MS);
  }
}

/** The first name that is more often in `wanted` than in `found`. */
function firstMissing(wanted: readonly string[], found: readonly string[]): string | undefined {
  const left = new Map<string, number>();
  for (const name of found) left.set(name, (left.get(name) ?? 0) + 1);
  return wanted.find((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count === 0;
  });
}

/** Every message as a name; empty for those that come by the clock or are not played. */
export function milestones(messages: readonly LoggedMessage[]): readonly string[] {
  const open = new OpenCalls();
  const names: string[] = [];
  for (const { direction, frame: [type, id, action, request] } of messages) {
    const sender = direction === "ChargingStationToCSMS" ? "station" : "CSMS";
    if (type === 2) {
      open.add(direction, String(id), names.length);
      // An event of a monitor or a fault comes with what it is about, before or after it.
      const isFree = action === "NotifyEvent" || isClocked(String(action), request) ||
        (sender === "CSMS" && maskedField(request) !== undefined);
      names.push(isFree ? "" : `${action} of the ${sender}`);
    } else {
      const asked = names[open.take(direction, String(id)) ?? -1] ?? "";
      names.push(asked === "" ? "" : `the answer to ${asked}`);
    }
  }
  return names;
}

async function perform(act: DriverAct, { everest, note }: FollowStage): Promise<void> {
  if (act.kind === "swipe") {
    const { idToken: value, type, evse } = act;
    const connectors = evse === undefined ? {} : { connectors: [evse] };
    const id_token = { value, type: type as IdToken["type"] };
    // What becomes of the card depends on what the CSMS answers later.
    everest.auth.present({ id_token, authorization_type: "RFID", prevalidated: false, ...connectors })
      .catch((error: unknown) => note(`the card was not read: ${error}`));
    return;
  }
  const evse = everest.evse(act.evse);
  switch (act.kind) {
    case "plugIn":
      return await evse.plugIn();
    case "unplug":
      return await evse.unplug();
    case "charge":
      return await evse.startCharging();
    case "pauseEv":
      return await evse.pauseEv();
    case "pauseEvse":
      return await evse.pauseEvse();
    case "stopByEv":
      return await evse.stopByEv();
    case "fault":
      return await evse.fault();
    case "clearFault":
      return await evse.clearFault();
  }
}

function actText(act: DriverAct): string {
  switch (act.kind) {
    case "swipe":
      return `card ${act.idToken}`;
    case "plugIn":
      return `EVSE ${act.evse}: cable in`;
    case "unplug":
      return `EVSE ${act.evse}: cable out`;
    case "charge":
      return `EVSE ${act.evse}: the EV charges`;
    case "pauseEv":
      return `EVSE ${act.evse}: the EV pauses`;
    case "pauseEvse":
      return `EVSE ${act.evse}: no energy to give`;
    case "stopByEv":
      return `EVSE ${act.evse}: the EV stops`;
    case "fault":
      return `EVSE ${act.evse}: a fault`;
    case "clearFault":
      return `EVSE ${act.evse}: the fault is over`;
  }
}
