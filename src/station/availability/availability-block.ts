import type { Clock, Timer } from "../../kernel/clock.ts";
import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type {
  ComponentType,
  ConnectorStatusEnumType,
  EVSEType,
  OperationalStatusEnumType,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { EvseEvent } from "../evse-event.ts";
import type { Csms } from "../ports/csms.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import type { StartScope } from "../block.ts";
import type { TriggerTable, TriggerVerdict } from "../trigger-message/trigger.ts";
import { evseStatus, stationStatus } from "./aggregate-status.ts";
import {
  afterAnswer,
  afterEventOnOtherConnector,
  afterEvseEvent,
  type ConnectorState,
  IDLE_CONNECTOR,
  isOfWholeEvse,
  statusOf,
  withFault,
  withOperational,
  withoutFault,
  withoutReservation,
  withReservation,
  withSchedule,
} from "./connector-state.ts";
import type { ErrorEvent } from "./error-event.ts";
import { createErrorReports, type ErrorChange, type ErrorReportsDeps } from "./error-reports.ts";
import type { RaisedError } from "./error-store.ts";
import { createStatusReporter, type ReportedConnector } from "./status-reporter.ts";

const FAULT_CLEAR_TIMER = "availability.fault-clear";
/**
 * EVerest clears and raises Inoperative again whenever its causes change; the status must not alternate
 * meanwhile.
 */
export const FAULT_CLEAR_HOLD_MS = 500;

export interface AvailabilityDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel & ErrorReportsDeps["deviceModel"];
  readonly clock: Clock;
  readonly log: Logger;
  readonly layout: readonly EvseLayout[];
  readonly errors: ErrorReportsDeps["store"];
  readonly events: ErrorReportsDeps["events"];
  readonly transactionOn: ErrorReportsDeps["transactionOn"];
}

export interface AvailabilityBlock {
  readonly triggers: TriggerTable;
  onEvseEvent(event: EvseEvent): void;
  onErrorEvent(error: ErrorEvent): void;
  /**
   * To be called once, before the first error. Errors from before stay raised only if nothing but this
   * process restarted.
   */
  started(scope: StartScope): void;
  /**
   * To be called after acceptance and after reconnecting; `changed` leaves out what the CSMS already knows.
   */
  reportConnectors(which: "all" | "changed"): void;
  /** Sends the status of every connector, because the CSMS asked. */
  repeatStatuses(): void;
  /** True when a remote start may use this EVSE: it exists and some connector is neither Faulted nor Unavailable. */
  isAvailableForRemoteStart(evse: EvseId): boolean;
  /** Undefined when there is no such connector. */
  statusOf(evse: EvseId, connector: ConnectorId): ConnectorStatusEnumType | undefined;
  /** The station takes the connector out of use or back into use. */
  setOperational(evse: EvseId, connector: ConnectorId, status: OperationalStatusEnumType): void;
  /** The EVSE is asked to go out of use: until it has answered, the connector does not become Available. */
  disablingRequested(evse: EvseId, connector: ConnectorId): void;
  /** Whether the station will take the connector out of use once it is free. */
  setSchedule(evse: EvseId, connector: ConnectorId, schedule: "scheduled" | "none"): void;
  /** Whether the EVSE is reserved since before this process started. */
  setReservation(evse: EvseId, state: "reserved" | "free"): void;
  /** A cable is plugged in since before this process started. */
  foundPlugged(evse: EvseId, connector: ConnectorId): void;
  /** The answer of the EVSE when it was enabled or disabled. */
  evseAnswered(evse: EvseId, connector: ConnectorId, answer: "enabled" | "disabled"): void;
  /** Called when the status of a connector has changed. */
  onStatus(listener: (evse: EvseId) => void): void;
}

interface Connector extends ReportedConnector {
  state: ConnectorState;
  /** The EVSE has not answered yet whether the connector goes out of use. */
  isDisablingRequested: boolean;
  readonly held: Map<string, Timer>;
}

/** G01: the status of every connector, in the device model and, while it can be reached, at the CSMS. */
export function createAvailabilityBlock(deps: AvailabilityDeps): AvailabilityBlock {
  const { clock, csms, deviceModel, log, layout } = deps;
  const connectors = layout.flatMap((evse) =>
    evse.connectors.map(({ id }) => connectorOf(evse.id, id, clock))
  );
  const statuses = createStatusReporter({ csms, clock, connectors });
  const errors = createErrorReports({ ...deps, store: deps.errors });
  /** Faults from before this process started, by the identity of their error. */
  const inherited = new Map<string, RaisedError>();
  const statusListeners: ((evse: EvseId) => void)[] = [];

  const find = (evse: number, connector: number) =>
    connectors.find((candidate) => candidate.evseId === evse && candidate.connectorId === connector);
  const ofEvse = (evse: number) => connectors.filter((connector) => connector.evseId === evse);

  function publishStates(evse: EvseId): void {
    for (const { evseId, connectorId, status } of ofEvse(evse)) {
      setState({ name: "Connector", evse: { id: evseId, connectorId } }, status);
    }
    setState({ name: "EVSE", evse: { id: evse } }, statusOfEvse(evse));
    setState({ name: "ChargingStation" }, stationStatus(layout.map(({ id }) => statusOfEvse(id))));
  }

  function setState(component: ComponentType, status: ConnectorStatusEnumType): void {
    const key = { ...variableKey(component.name, "AvailabilityState"), component };
    if (deviceModel.text(key) !== status) deviceModel.setActual(key, status);
  }

  const statusOfEvse = (evse: EvseId) => evseStatus(ofEvse(evse).map(({ status }) => status));

  function change(connector: Connector, state: ConnectorState, atMs: number): void {
    connector.state = state;
    const status = statusOf(state);
    if (status === connector.status) return;
    // The EVSE may end a reservation before it says that it is out of use.
    if (status === "Available" && connector.isDisablingRequested) return;
    log.info("connector status", { evse: connector.evseId, connector: connector.connectorId, status });
    // For every cause of the change.
    statuses.changed(connector, status, atMs);
    publishStates(connector.evseId);
    for (const listener of statusListeners) listener(connector.evseId);
  }

  function update(evse: EvseId, id: ConnectorId, next: (state: ConnectorState) => ConnectorState): void {
    const connector = find(evse, id);
    if (connector) change(connector, next(connector.state), clock.wallMs());
  }

  function answered(evse: EvseId, id: ConnectorId): void {
    const connector = find(evse, id);
    if (connector) connector.isDisablingRequested = false;
  }

  function onEvseEvent(event: EvseEvent): void {
    if (event.kind === "ChargingStarted") presumeFaultsCleared(event.evseId);
    const isOfAll = isOfWholeEvse(event);
    for (const connector of ofEvse(event.evseId)) {
      const after = isOfAll || connector.connectorId === event.connectorId
        ? afterEvseEvent
        : afterEventOnOtherConnector;
      change(connector, after(connector.state, event), event.timestampMs);
    }
  }

  function onErrorEvent(event: ErrorEvent): void {
    inherited.delete(event.identity);
    const change = errors.apply(event);
    if (change) applyFault(change, event.state);
  }

  /** The connectors that an error makes Faulted: all of the EVSE, unless the error names one. */
  function connectorsOfFault({ effect, evseId, connectorId }: RaisedError): readonly Connector[] {
    if (effect !== "inoperative" || evseId === undefined) return [];
    return connectorId === undefined
      ? ofEvse(evseId)
      : ofEvse(evseId).filter((connector) => connector.connectorId === connectorId);
  }

  function applyFault(error: ErrorChange, state: ErrorEvent["state"]): void {
    const faulted = connectorsOfFault(error.error);
    if (faulted.length === 0 && error.error.effect === "inoperative") {
      log.warning("an error makes a connector Faulted that the station does not have", { ...error.error });
    }
    for (const connector of faulted) setFault(connector, error, state);
  }

  function setFault(connector: Connector, { error, atMs }: ErrorChange, state: ErrorEvent["state"]): void {
    connector.held.get(error.identity)?.cancel();
    connector.held.delete(error.identity);
    if (state === "raised") return change(connector, withFault(connector.state, error.identity), atMs);
    connector.held.set(
      error.identity,
      clock.setTimer(FAULT_CLEAR_TIMER, FAULT_CLEAR_HOLD_MS, () => {
        connector.held.delete(error.identity);
        change(connector, withoutFault(connector.state, error.identity), atMs);
      }),
    );
  }

  function started(scope: StartScope): void {
    if (scope === "station") return errors.clearAll();
    for (const error of errors.loadInherited()) {
      for (const connector of connectorsOfFault(error)) {
        inherited.set(error.identity, error);
        change(connector, withFault(connector.state, error.identity), clock.wallMs());
      }
    }
  }

  /** An EVSE that charges is not inoperative: its error was cleared while this process did not run. */
  function presumeFaultsCleared(evse: EvseId): void {
    for (const { identity, evseId } of [...inherited.values()]) {
      if (evseId !== evse) continue;
      inherited.delete(identity);
      const over = errors.presumeCleared(identity);
      if (over) applyFault(over, "cleared");
    }
  }

  function triggerStatus(evse: EVSEType | undefined): TriggerVerdict {
    // A status belongs to one connector, which the request has to name.
    if (evse?.connectorId === undefined) {
      return { status: "Rejected", statusInfo: statusInfo("MissingParam", "evse.id and evse.connectorId") };
    }
    const connector = find(evse.id, evse.connectorId);
    if (connector) return { status: "Accepted", send: () => statuses.reportOnRequest(connector) };
    const known = ofEvse(evse.id).length > 0;
    return { status: "Rejected", statusInfo: statusInfo(known ? "UnknownConnectorId" : "UnknownEvse") };
  }

  for (const { id } of layout) publishStates(id);

  return {
    triggers: { StatusNotification: triggerStatus },
    onEvseEvent,
    onErrorEvent,
    started,
    reportConnectors: statuses.report,
    repeatStatuses: () => connectors.forEach((connector) => statuses.reportOnRequest(connector)),
    isAvailableForRemoteStart: (evse) =>
      ofEvse(evse).some(({ status }) => status !== "Faulted" && status !== "Unavailable"),
    statusOf: (evse, connector) => find(evse, connector)?.status,
    setOperational(evse, connector, status) {
      answered(evse, connector);
      update(evse, connector, (state) => withOperational(state, status));
    },
    disablingRequested(evse, connector) {
      const asked = find(evse, connector);
      if (asked) asked.isDisablingRequested = true;
    },
    setSchedule(evse, connector, schedule) {
      update(evse, connector, (state) => withSchedule(state, schedule));
    },
    setReservation(evse, reservation) {
      const next = reservation === "reserved" ? withReservation : withoutReservation;
      for (const { connectorId } of ofEvse(evse)) update(evse, connectorId, next);
    },
    foundPlugged(evse, connector) {
      update(evse, connector, (state) => ({ ...state, cable: "plugged" }));
    },
    evseAnswered(evse, connector, answer) {
      answered(evse, connector);
      update(evse, connector, (state) => afterAnswer(state, answer));
    },
    onStatus: (listener) => void statusListeners.push(listener),
  };
}

function connectorOf(evseId: EvseId, connectorId: ConnectorId, clock: Clock): Connector {
  return {
    evseId,
    connectorId,
    status: statusOf(IDLE_CONNECTOR),
    changedAtMs: clock.wallMs(),
    version: 1,
    reportedVersion: 0,
    state: IDLE_CONNECTOR,
    isDisablingRequested: false,
    held: new Map(),
  };
}
