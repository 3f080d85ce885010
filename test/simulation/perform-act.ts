import type { IdToken } from "../../src/everest/interfaces/types/authorization.ts";
import { reasonOf } from "../../src/kernel/reason-of.ts";
import type { TokenOutcome } from "../fakes/everest/simulated-auth.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import type { DriverAct } from "./driver-acts.ts";

/** Where an act happens, and who hears of it. */
export interface ActStage {
  readonly everest: EverestSimulation;
  note(text: string): void;
  /** What becomes of a card, once it is known. */
  cardOutcome?(text: string): void;
}

/** Does it; rejects with the reason when it cannot be done. */
export async function perform(act: DriverAct, { everest, note, cardOutcome }: ActStage): Promise<void> {
  if (act.kind === "swipe") {
    const { idToken: value, type, evse } = act;
    const connectors = evse === undefined ? {} : { connectors: [evse] };
    const id_token = { value, type: type as IdToken["type"] };
    // What becomes of the card depends on what the CSMS answers later.
    everest.auth.present({ id_token, authorization_type: "RFID", prevalidated: false, ...connectors })
      .then((outcome) => cardOutcome?.(`card ${value} ${OUTCOMES[outcome]}`))
      .catch((error: unknown) => note(`the card was not read: ${reasonOf(error)}`));
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

const OUTCOMES: Readonly<Record<TokenOutcome, string>> = {
  UsedToStart: "is accepted",
  UsedToStop: "stops the transaction",
  Rejected: "is refused",
  NoEvse: "finds no EVSE that is free for it",
};

/** An act in words. */
export function actText(act: DriverAct): string {
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
