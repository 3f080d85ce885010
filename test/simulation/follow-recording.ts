import type { LoggedMessage } from "../../src/inspection/exchanges.ts";
import { OpenCalls } from "../../src/inspection/open-calls.ts";
import { isClocked } from "../../src/inspection/replay/call-keys.ts";
import { maskedField } from "../../src/inspection/replay/played-payload.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import { reasonOf } from "../../src/kernel/reason-of.ts";
import { driverActs } from "./driver-acts.ts";
import { actText, perform } from "./perform-act.ts";

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
    await perform(act, stage).catch((error: unknown) =>
      stage.note(`this cannot be done: ${reasonOf(error)}`)
    );
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
