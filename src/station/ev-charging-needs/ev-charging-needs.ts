import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ChargingNeedsType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";
import type { ReportedChargingNeeds } from "../smart-charging/profile-context.ts";

/** Whether the CSMS will send a charging profile for the charging needs of an EV. */
export type ScheduleOutlook =
  /** Accepted: at once, while the EV waits for its schedule. */
  | "atOnce"
  /** Processing: later, and then the EV has to renegotiate. */
  | "later"
  /** Rejected, or the CSMS was not reached: the EV charges within the other limits of the EVSE. */
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
  /** Reports the charging needs of an EV, at plug-in or to renegotiate. Never rejects. */
  received(evseId: EvseId, needs: ChargingNeedsType): Promise<ScheduleOutlook>;
  /** A session began or ended on the EVSE: the needs of the EV before it count no longer. */
  sessionChanged(evseId: EvseId): void;
  /** The needs that were sent to the CSMS for the transaction on this EVSE; undefined: none, or they failed. */
  reportedOn(evseId: EvseId): ReportedChargingNeeds | undefined;
}

interface Question {
  readonly text: string;
  readonly answer: Promise<ScheduleOutlook>;
}

const ENABLED = variableKey("ISO15118Ctrlr", "Enabled");

/** K15 and K17: reports the charging needs of EVs to the CSMS. */
export function createEvChargingNeeds(deps: EvChargingNeedsDeps): EvChargingNeeds {
  const { csms, deviceModel, log } = deps;
  const asked = new Map<EvseId, Question>();
  const reported = new Map<EvseId, ReportedChargingNeeds>();
  /** How many sessions and transactions are over; an answer counts for the one that it was asked in. */
  const over = new Map<EvseId, number>();

  function forget(evseId: EvseId): void {
    over.set(evseId, (over.get(evseId) ?? 0) + 1);
    reported.delete(evseId);
    asked.delete(evseId);
  }

  deps.transactions.onEvent(({ evseId, request: { eventType } }) => {
    if (eventType === "Ended") forget(evseId);
  });

  async function ask(evseId: EvseId, chargingNeeds: ChargingNeedsType): Promise<ScheduleOutlook> {
    const before = over.get(evseId);
    const outcome = await csms.call("NotifyEVChargingNeeds", { evseId, chargingNeeds });
    if (outcome.kind === "result" && over.get(evseId) === before) reported.set(evseId, {});
    const answer = outcome.kind === "result" ? outcome.response.status : outcome.kind;
    log.info("the charging needs of an EV were reported", { evseId, answer });
    switch (answer) {
      case "Accepted":
        return "atOnce";
      case "Processing":
        return "later";
      case "Rejected":
      case "error":
      case "timeout":
      case "offline":
        // Not queued: OCPP 2.0.1 has no field for their time, so that later they would look new.
        return "never";
    }
  }

  return {
    received(evseId, needs) {
      if (deviceModel.boolean(ENABLED) === false) {
        log.info("the charging needs of an EV are not reported: ISO15118Ctrlr.Enabled is off", { evseId });
        return Promise.resolve("never");
      }
      // An EV repeats its request while it waits; an equal request is not sent again.
      const text = JSON.stringify(needs);
      const open = asked.get(evseId);
      if (open?.text === text) return open.answer;
      const question: Question = { text, answer: ask(evseId, needs) };
      asked.set(evseId, question);
      return question.answer.finally(() => {
        if (asked.get(evseId) === question) asked.delete(evseId);
      });
    },
    sessionChanged: forget,
    // A profile may arrive before the response to the needs that it is for.
    reportedOn: (evseId) => reported.get(evseId) ?? (asked.has(evseId) ? {} : undefined),
  };
}
