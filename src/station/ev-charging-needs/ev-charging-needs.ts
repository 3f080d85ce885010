import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ChargingNeedsType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";
import type { ToldChargingNeeds } from "../smart-charging/profile-surroundings.ts";

/** Whether the CSMS will send a charging profile for what the EV asked for. */
export type ScheduleOutlook =
  /** Accepted: at once, while the EV waits for its schedule. */
  | "atOnce"
  /** Processing: later, and then the EV is to be asked to renegotiate. */
  | "later"
  /** Rejected, or the CSMS was not reached: the EV charges within what limits the EVSE anyway. */
  | "never";

export interface EvChargingNeedsDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly transactions: {
    onEvent(
      listener: (
        event: { readonly evseId: EvseId; readonly request: { readonly eventType: string } },
      ) => void,
    ): void;
  };
  readonly log: Logger;
}

export interface EvChargingNeeds {
  /** An EV said what it needs, at plug-in or to renegotiate. Never rejects. */
  received(evseId: EvseId, needs: ChargingNeedsType): Promise<ScheduleOutlook>;
  /** What the CSMS was told for the transaction on this EVSE; undefined: nothing. */
  toldOn(evseId: EvseId): ToldChargingNeeds | undefined;
}

interface Question {
  readonly text: string;
  readonly answer: Promise<ScheduleOutlook>;
}

const ENABLED = variableKey("ISO15118Ctrlr", "Enabled");

/** K15 and K17: tells the CSMS what EVs ask for. */
export function createEvChargingNeeds(deps: EvChargingNeedsDeps): EvChargingNeeds {
  const { csms, deviceModel, log } = deps;
  const asked = new Map<EvseId, Question>();
  const told = new Map<EvseId, ToldChargingNeeds>();
  deps.transactions.onEvent(({ evseId, request: { eventType } }) => {
    if (eventType === "Ended") told.delete(evseId);
  });

  async function ask(evseId: EvseId, chargingNeeds: ChargingNeedsType): Promise<ScheduleOutlook> {
    const outcome = await csms.call("NotifyEVChargingNeeds", { evseId, chargingNeeds });
    if (outcome.kind === "result") told.set(evseId, {});
    const answer = outcome.kind === "result" ? outcome.response.status : outcome.kind;
    log.info("charging needs of an EV told", { evseId, answer });
    switch (answer) {
      case "Accepted":
        return "atOnce";
      case "Processing":
        return "later";
      case "Rejected":
      case "error":
      case "timeout":
      case "offline":
        // Not kept for later: without the time they were told at, which 2.0.1 has no field for, they would pass for new.
        return "never";
    }
  }

  return {
    received(evseId, needs) {
      if (deviceModel.boolean(ENABLED) === false) {
        log.info("charging needs of an EV not told: ISO15118Ctrlr.Enabled is off", { evseId });
        return Promise.resolve("never");
      }
      // An EV repeats its request while it waits; the CSMS has the question already.
      const text = JSON.stringify(needs);
      const open = asked.get(evseId);
      if (open?.text === text) return open.answer;
      const question: Question = { text, answer: ask(evseId, needs) };
      asked.set(evseId, question);
      return question.answer.finally(() => {
        if (asked.get(evseId) === question) asked.delete(evseId);
      });
    },
    toldOn: (evseId) => told.get(evseId),
  };
}
