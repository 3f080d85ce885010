import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ConnectorStatusEnumType, OperationalStatusEnumType } from "../../ocpp/messages.ts";
import type { EvseLayout, EvsePort } from "../ports/evse-port.ts";
import { createSerialQueue, type SerialQueue } from "../../kernel/serial-queue.ts";
import {
  decisionsFrom,
  effectiveStatus,
  isDecided,
  type OperativeDecisions,
  withDecision,
} from "./operative-decisions.ts";
import type { OperativeDecision, OperativePlace, OperativeStateStore } from "./operative-state-store.ts";

export interface OperativeControlDeps {
  readonly layout: readonly EvseLayout[];
  readonly store: OperativeStateStore;
  readonly port: Pick<EvsePort, "setOperative">;
  readonly connectors: OperativeConnectors;
  /** Returns undefined only when no transaction is open on the EVSE. */
  readonly transactions: { activeTransaction(evse: EvseId): unknown };
  readonly reservations: { awaitsDriver(evse: EvseId): boolean };
  readonly log: Logger;
}

/** Determines and reports the status of the connectors. */
export interface OperativeConnectors {
  setOperational(evse: EvseId, connector: ConnectorId, status: OperationalStatusEnumType): void;
  /** The EVSE is asked to go out of use and may refuse; `evseAnswered` follows. */
  disablingRequested(evse: EvseId, connector: ConnectorId): void;
  /** Whether the connector goes out of use as soon as it is free. */
  setSchedule(evse: EvseId, connector: ConnectorId, schedule: "scheduled" | "none"): void;
  /** Whether the EVSE is enabled, by its answer or, without one, as assumed. */
  evseAnswered(evse: EvseId, connector: ConnectorId, answer: "enabled" | "disabled"): void;
  statusOf(evse: EvseId, connector: ConnectorId): ConnectorStatusEnumType | undefined;
}

/** Why EVSEs are closed: each cause closes and reopens on its own. */
export type ClosingCause = "reset" | "firmware";

/**
 * Which EVSEs stay open until they are free: those in use in any way, even if only by a cable or a
 * reservation, or only those in a transaction.
 */
export type ExemptEvses = "inUse" | "inTransaction";

interface Connector {
  readonly evseId: EvseId;
  readonly connectorId: ConnectorId;
  readonly inTurn: SerialQueue;
  /** Undefined until the first command to the EVSE. */
  commanded: OperationalStatusEnumType | undefined;
  /** Answer of the EVSE to the last command; "none" until it has answered for the first time. */
  answer: "none" | "awaited" | "given";
}

/**
 * Sets the EVSEs to the operational status that the CSMS decided; those with a transaction follow when it has
 * ended. EVerest weighs our command against those of its other modules.
 */
export class OperativeControl {
  readonly #deps: OperativeControlDeps;
  readonly #connectors: readonly Connector[];
  #decisions: OperativeDecisions;
  readonly #decisionsInTurn = createSerialQueue();
  readonly #closings = new Map<ClosingCause, ExemptEvses>();

  constructor(deps: OperativeControlDeps) {
    this.#deps = deps;
    // A decision from before a reboot stays valid.
    this.#decisions = decisionsFrom(deps.store.load());
    this.#connectors = deps.layout.flatMap(({ id: evseId, connectors }) =>
      connectors.map(({ id: connectorId }): Connector => ({
        evseId,
        connectorId,
        inTurn: createSerialQueue(),
        commanded: undefined,
        answer: "none",
      }))
    );
  }

  /** Stores a decision; resolves when it is on disk. `apply` carries it out. */
  decide(decision: OperativeDecision): Promise<void> {
    // CSMS and other modules may decide about one place in a moment: the later one counts.
    return this.#decisionsInTurn(async () => {
      if (isDecided(this.#decisions, decision)) return;
      await this.#deps.store.save(decision);
      this.#decisions = withDecision(this.#decisions, decision);
    });
  }

  /** True when a decision about this place waits for a transaction to end. */
  isWaiting(place: OperativePlace): boolean {
    return this.#connectors.some((connector) =>
      (place.evseId ?? connector.evseId) === connector.evseId &&
      (place.connectorId ?? connector.connectorId) === connector.connectorId &&
      this.#isDue(connector) && this.#isBusy(connector)
    );
  }

  /**
   * Sends commands to the EVSEs whose status has to change, as far as their transactions allow; at start, to
   * all.
   */
  apply(): "changed" | "unchanged" {
    let outcome: "changed" | "unchanged" = "unchanged";
    // One by one, for a changed status makes its listeners call this again.
    for (const connector of this.#connectors) {
      const { evseId, connectorId } = connector;
      const isDue = this.#isDue(connector);
      if (!isDue && connector.answer === "awaited") continue;
      if (!isDue || this.#isBusy(connector)) {
        // Only after a decision of the CSMS does Unavailable follow directly when the EV leaves (G01.FR.05). Before
        // a reset the connector becomes Available first, as TC_B_41 expects.
        const isDecided = isDue && effectiveStatus(this.#decisions, evseId, connectorId) === "Inoperative";
        this.#deps.connectors.setSchedule(evseId, connectorId, isDecided ? "scheduled" : "none");
        continue;
      }
      outcome = "changed";
      this.#command(connector);
    }
    return outcome;
  }

  /**
   * Until `reopenEvses` no new transaction may begin: EVSEs become Unavailable as soon as they are free. Not
   * stored: a restart reopens them.
   */
  closeEvses(cause: ClosingCause, exempt: ExemptEvses): void {
    this.#closings.set(cause, exempt);
    this.apply();
  }

  reopenEvses(cause: ClosingCause): void {
    if (this.#closings.delete(cause)) this.apply();
  }

  /** Whether every EVSE was commanded out of use. */
  isOutOfUse(): boolean {
    return this.#connectors.every(({ commanded }) => commanded === "Inoperative");
  }

  /** Resolves when the EVSEs have answered all commands sent so far. */
  async answered(): Promise<void> {
    await Promise.all(this.#connectors.map(({ inTurn }) => inTurn(() => Promise.resolve())));
  }

  /** A restarted EVSE is enabled, also when it was disabled before. */
  evseRestarted(evseId: EvseId): void {
    for (const connector of this.#connectors) {
      if (connector.evseId === evseId && connector.commanded === "Inoperative") this.#command(connector);
    }
  }

  #wanted({ evseId, connectorId }: Connector): OperationalStatusEnumType {
    return this.#closings.size > 0 ? "Inoperative" : effectiveStatus(this.#decisions, evseId, connectorId);
  }

  #isDue(connector: Connector): boolean {
    return this.#wanted(connector) !== connector.commanded;
  }

  #isBusy({ evseId, connectorId }: Connector): boolean {
    const { transactions, connectors, reservations } = this.#deps;
    // A transaction anywhere on the EVSE counts: EVerest has one charging process per EVSE, and disabling any
    // connector ends it.
    const inTransaction = transactions.activeTransaction(evseId) !== undefined;
    if (effectiveStatus(this.#decisions, evseId, connectorId) === "Inoperative") return inTransaction;
    if (this.#closings.size === 0) return false;
    // B12, step 3a: before a reset, only connectors that are Available become Unavailable.
    const exemptsUsers = [...this.#closings.values()].every((exempt) => exempt === "inUse");
    if (inTransaction || !exemptsUsers) return inTransaction;
    // A disabled EVSE would lose its reservation, and would turn away a driver who has already presented a
    // token.
    return connectors.statusOf(evseId, connectorId) === "Occupied" || reservations.awaitsDriver(evseId);
  }

  #command(connector: Connector): void {
    const { evseId, connectorId } = connector;
    const { port, connectors, log } = this.#deps;
    const status = this.#wanted(connector);
    // A decision from before this process started is valid before the EVSE confirms it; a later one may be
    // refused.
    const isCertain = connector.answer === "none" || status === "Operative";
    connector.commanded = status;
    if (connector.answer === "given") connector.answer = "awaited";
    if (isCertain) connectors.setOperational(evseId, connectorId, status);
    else connectors.disablingRequested(evseId, connectorId);
    void connector.inTurn(async () => {
      const enabled = await port.setOperative(evseId, connectorId, status === "Operative");
      // A later command has been sent, and its answer counts.
      if (connector.commanded !== status) return;
      connector.answer = "given";
      if (enabled === undefined) {
        log.error("the EVSE does not answer whether it is enabled", { evseId, connectorId, status });
        return connectors.setOperational(evseId, connectorId, status);
      }
      if (enabled !== (status === "Operative")) {
        log.warning("another module has enabled or disabled the EVSE", {
          evseId,
          connectorId,
          status,
          enabled,
        });
        connectors.setSchedule(evseId, connectorId, "none");
      } else if (!isCertain) connectors.setOperational(evseId, connectorId, status);
      connectors.evseAnswered(evseId, connectorId, enabled ? "enabled" : "disabled");
    });
  }
}
