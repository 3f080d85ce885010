import type { TriggerReasonEnumType } from "../../ocpp/messages.ts";
import type { EvseEvent } from "../evse-event.ts";
import { type Moment, openTransaction, type Progress, type StepContext } from "./transaction-steps.ts";
import { fulfilledStartPoints } from "./tx-points.ts";

/** A signed start value only counts when signed readings are asked for. */
export function isSigned(context: StepContext, event: Pick<Moment, "signed">): boolean {
  return event.signed !== undefined && context.settings.metering.started.signatures === "keep";
}

/** A meter that signs every reading has no separate start signature: the reading at the start counts. */
export function isReadingSigned(context: StepContext, { meter }: Pick<EvseEvent, "meter">): boolean {
  return context.settings.metering.started.signatures === "keep" &&
    meter?.sampledValues.some(({ signedMeterValue }) => signedMeterValue !== undefined) === true;
}

/** Opens a transaction when none is open and a start point is fulfilled. */
export function startIfDue(
  progress: Progress,
  context: StepContext,
  trigger: TriggerReasonEnumType,
  moment: Moment,
): Progress {
  const { session, transaction } = progress.state;
  // One transaction per EVSE, independent of the connector.
  if (session === undefined || transaction !== undefined) return progress;
  const fulfilled = fulfilledStartPoints(context.settings.startPoints, {
    connected: session.connected,
    authorized: session.authorization === "given",
    energyFlowing: session.energyFlowing,
    dataSigned: session.dataSigned,
  });
  if (fulfilled.length === 0) return progress;
  const onlySigned = fulfilled.every((point) => point === "DataSigned");
  return openTransaction(progress, context, onlySigned ? "SignedDataReceived" : trigger, moment);
}
