import type { Clock } from "../../kernel/clock.ts";
import type { EvseId, TransactionId } from "../../kernel/ids.ts";
import { MAX_RAISED_ERRORS } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { reportingValueSize } from "../../variables/reporting-value-size.ts";
import { firstCharacters } from "../../ocpp/first-characters.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { ActiveVariables, type ErrorVariables } from "./active-variables.ts";
import { errorEvent, type ErrorMoment } from "./error-event-data.ts";
import type { ErrorEvent } from "./error-event.ts";
import type { EventReporter } from "../events/event-reporter.ts";
import type { ErrorStore, RaisedError } from "./error-store.ts";
import { locate } from "./error-subject.ts";

const MONITORING_LEVEL = variableKey("MonitoringCtrlr", "ActiveMonitoringLevel");
const LEAST_SEVERE = 9;

export interface ErrorReportsDeps {
  readonly deviceModel: ErrorVariables & Pick<StationDeviceModel, "integer">;
  readonly clock: Clock;
  readonly log: Logger;
  readonly layout: readonly EvseLayout[];
  readonly store: ErrorStore;
  readonly events: Pick<EventReporter, "report" | "waiting">;
  /** The transaction that is open on an EVSE. */
  transactionOn(evse: EvseId): { readonly transactionId: TransactionId } | undefined;
}

/** A change of an error. */
export interface ErrorChange {
  readonly error: RaisedError;
  readonly atMs: number;
}

/** Errors of the equipment: in the device model at once, and reported to the CSMS when it can be reached. */
export interface ErrorReports {
  /** Undefined when the error was in that state already. */
  apply(event: ErrorEvent): ErrorChange | undefined;
  /** Puts the errors from before this process started into the device model, and returns them. */
  loadInherited(): readonly RaisedError[];
  /** All modules have restarted and raise their errors again: those from before are cleared. */
  clearAll(): void;
  /** The error must have been cleared while this process did not run. */
  presumeCleared(identity: string): ErrorChange | undefined;
}

export function createErrorReports(deps: ErrorReportsDeps): ErrorReports {
  const { deviceModel, clock, log, store } = deps;
  const raised = new Map(store.load().map((error) => [error.identity, error]));
  const variables = new ActiveVariables(deviceModel);
  for (const { data: { component, variable } } of deps.events.waiting()) {
    variables.addKnown({ component, variable });
  }
  let refused = 0;

  function raise(event: ErrorEvent): ErrorChange | undefined {
    if (raised.has(event.identity)) return undefined;
    if (raised.size >= MAX_RAISED_ERRORS) {
      if (refused++ === 0) log.error("too many errors at once: further ones are not reported", { ...event });
      return undefined;
    }
    // N05.FR.03: errors less severe than the monitoring level are not reported, neither when raised nor when
    // cleared.
    const isReported = event.severity <= (deviceModel.integer(MONITORING_LEVEL) ?? LEAST_SEVERE);
    const error = remembered(event, isReported, deps.layout);
    raised.set(error.identity, error);
    variables.add(error);
    return record(error, "raised", event.timestampMs);
  }

  function clear(identity: string): ErrorChange | undefined {
    const error = raised.get(identity);
    // An error that was never raised here is not reported as cleared.
    if (error === undefined) return undefined;
    raised.delete(identity);
    variables.remove(error);
    return record(error, "cleared", clock.wallMs());
  }

  function record(error: RaisedError, state: ErrorMoment["state"], atMs: number): ErrorChange {
    const { identity, techCode, techInfo, severity, evseId } = error;
    const text = state === "raised" ? "an error was raised" : "an error was cleared";
    log.notice(text, { identity, techCode, techInfo, severity });
    const event = error.told ? errorEvent(error, { state, atMs, ...circumstances(error) }) : undefined;
    const written = state === "raised" ? store.raised(error, event) : store.cleared(identity, event);
    written.then((eventId) => {
      if (event && eventId !== undefined) deps.events.report({ ...event, eventId });
    }).catch((reason: unknown) =>
      log.error("an error could not be stored and is not reported to the CSMS", { identity, evseId, reason })
    );
    return { error, atMs };
  }

  function circumstances(
    { subject, evseId }: RaisedError,
  ): Pick<ErrorMoment, "actualValue" | "transactionId"> {
    const transaction = evseId === undefined ? undefined : deps.transactionOn(evseId);
    const actualValue = firstCharacters(deviceModel.text(subject) ?? "", reportingValueSize(deviceModel));
    return { actualValue, ...(transaction && { transactionId: transaction.transactionId }) };
  }

  return {
    apply: (event) => event.state === "raised" ? raise(event) : clear(event.identity),
    loadInherited() {
      for (const error of raised.values()) variables.add(error);
      return [...raised.values()];
    },
    clearAll() {
      for (const error of [...raised.values()]) clear(error.identity);
    },
    presumeCleared: clear,
  };
}

function remembered(event: ErrorEvent, isReported: boolean, layout: readonly EvseLayout[]): RaisedError {
  const { identity, evseId, connectorId, trigger, severity, techCode, techInfo, effect } = event;
  return {
    ...locate(event, layout),
    ...{ identity, trigger, severity, techCode, effect, told: isReported },
    ...(evseId !== undefined && { evseId }),
    ...(connectorId !== undefined && { connectorId }),
    ...(techInfo !== undefined && { techInfo }),
  };
}
