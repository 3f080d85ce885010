import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ConnectorStatusEnumType, OperationalStatusEnumType } from "../../ocpp/messages.ts";
import type { EvseLayout, EvsePort } from "../ports/evse-port.ts";
import { createSerialQueue, type SerialQueue } from "../../kernel/serial-queue.ts";
import {
  decisionsFrom,
  effectiveStatus,
  type OperativeDecisions,
  withDecision,
} from "./operative-decisions.ts";
import type { OperativeDecision, OperativePlace, OperativeStateStore } from "./operative-state-store.ts";

export interface OperativeControlDeps {
  readonly layout: readonly EvseLayout[];
  readonly store: OperativeStateStore;
  readonly port: Pick<EvsePort, "setOperative">;
  readonly connectors: OperativeConnectors;
  /** Anything but undefined: a transaction is open on the EVSE. */
  readonly transactions: { activeTransaction(evse: EvseId): unknown };
  readonly reservations: { awaitsDriver(evse: EvseId): boolean };
  readonly log: Logger;
}

/** Who works out and reports the status of the connectors. */
export interface OperativeConnectors {
  setOperational(evse: EvseId, connector: ConnectorId, status: OperationalStatusEnumType): void;
  /** The EVSE is asked to go out of use and may refuse; what it answers follows. */
  outOfUseAsked(evse: EvseId, connector: ConnectorId): void;
  /** Whether it goes out of use as soon as it is free. */
  setSchedule(evse: EvseId, connector: ConnectorId, schedule: "scheduled" | "none"): void;
  /** The EVSE said, or was understood to say, whether it is enabled. */
  evseAnswered(evse: EvseId, connector: ConnectorId, answer: "enabled" | "disabled"): void;
  statusOf(evse: EvseId, connector: ConnectorId): ConnectorStatusEnumType | undefined;
}

/** Each may keep drivers away on its own account. */
export type HeldBackBy = "reset" | "firmware";

/** What goes on while drivers are kept away: an EVSE in use in any way, even if only by a cable or a reservation, or in a transaction. */
export type Spared = "inUse" | "inTransaction";

interface Connector {
  readonly evseId: EvseId;
  readonly connectorId: ConnectorId;
  readonly inTurn: SerialQueue;
  /** Undefined until the EVSE was told anything. */
  commanded: OperationalStatusEnumType | undefined;
  /** Of the EVSE to the last command; "none" until it has answered for the first time. */
  answer: "none" | "awaited" | "given";
}

/**
 * Keeps the EVSEs at what the CSMS decided, but for those with a transaction: they follow when it is over.
 * EVerest weighs our command against those of its other modules.
 */
export class OperativeControl {
  readonly #deps: OperativeControlDeps;
  readonly #connectors: readonly Connector[];
  #decisions: OperativeDecisions;
  readonly #holds = new Map<HeldBackBy, Spared>();

  constructor(deps: OperativeControlDeps) {
    this.#deps = deps;
    // What was decided before a reboot holds after it.
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

  /** Resolves when the decision is on disk; `apply` carries it out. */
  async decide(decision: OperativeDecision): Promise<void> {
    await this.#deps.store.save(decision);
    this.#decisions = withDecision(this.#decisions, decision);
  }

  /** True when a decision about this place waits for a transaction to end. */
  isWaiting(place: OperativePlace): boolean {
    return this.#connectors.some((connector) =>
      (place.evseId ?? connector.evseId) === connector.evseId &&
      (place.connectorId ?? connector.connectorId) === connector.connectorId &&
      this.#isDue(connector) && this.#isBusy(connector)
    );
  }

  /** Tells the EVSEs what they do not know yet, as far as their transactions allow; at start, everything. */
  apply(): "changed" | "unchanged" {
    let outcome: "changed" | "unchanged" = "unchanged";
    // Asked one by one: a changed status makes its listeners call this again.
    for (const connector of this.#connectors) {
      const { evseId, connectorId } = connector;
      const isDue = this.#isDue(connector);
      if (!isDue && connector.answer === "awaited") continue;
      if (!isDue || this.#isBusy(connector)) {
        // G01.FR.05 is about what the CSMS decided (G03.FR.05); before a reset TC_B_41 sees the connector Available first.
        const isDecided = isDue && effectiveStatus(this.#decisions, evseId, connectorId) === "Inoperative";
        this.#deps.connectors.setSchedule(evseId, connectorId, isDecided ? "scheduled" : "none");
        continue;
      }
      outcome = "changed";
      this.#command(connector);
    }
    return outcome;
  }

  /** Until `release` no new transaction may begin: EVSEs become Unavailable as soon as they are free. Not remembered. */
  holdBack(by: HeldBackBy, spared: Spared): void {
    this.#holds.set(by, spared);
    this.apply();
  }

  release(by: HeldBackBy): void {
    if (this.#holds.delete(by)) this.apply();
  }

  /** Every EVSE has been told that it is out of use. */
  isOutOfUse(): boolean {
    return this.#connectors.every(({ commanded }) => commanded === "Inoperative");
  }

  /** Resolves when the EVSEs have answered what they were told until now. */
  async answered(): Promise<void> {
    await Promise.all(this.#connectors.map(({ inTurn }) => inTurn(() => Promise.resolve())));
  }

  /** A restarted EVSE is enabled, whatever it was told before. */
  evseRestarted(evseId: EvseId): void {
    for (const connector of this.#connectors) {
      if (connector.evseId === evseId && connector.commanded === "Inoperative") this.#command(connector);
    }
  }

  #wanted({ evseId, connectorId }: Connector): OperationalStatusEnumType {
    return this.#holds.size > 0 ? "Inoperative" : effectiveStatus(this.#decisions, evseId, connectorId);
  }

  #isDue(connector: Connector): boolean {
    return this.#wanted(connector) !== connector.commanded;
  }

  #isBusy({ evseId, connectorId }: Connector): boolean {
    const { transactions, connectors, reservations } = this.#deps;
    // The EVSE, not the connector: EVerest has one charging process per EVSE, and disabling it ends its transaction.
    const inTransaction = transactions.activeTransaction(evseId) !== undefined;
    if (effectiveStatus(this.#decisions, evseId, connectorId) === "Inoperative") return inTransaction;
    if (this.#holds.size === 0) return false;
    // B12, step 3a: only what is Available is set to Unavailable before a reset.
    const sparesUsers = [...this.#holds.values()].every((spared) => spared === "inUse");
    if (inTransaction || !sparesUsers) return inTransaction;
    // Out of use, the EVSE would lose its reservation, and a driver who fetches the cable would find it
    // closed.
    return connectors.statusOf(evseId, connectorId) === "Occupied" || reservations.awaitsDriver(evseId);
  }

  #command(connector: Connector): void {
    const { evseId, connectorId } = connector;
    const { port, connectors, log } = this.#deps;
    const status = this.#wanted(connector);
    // What was decided before we started holds before the EVSE confirms it; later the EVSE may refuse.
    const isCertain = connector.answer === "none" || status === "Operative";
    connector.commanded = status;
    if (connector.answer === "given") connector.answer = "awaited";
    if (isCertain) connectors.setOperational(evseId, connectorId, status);
    else connectors.outOfUseAsked(evseId, connectorId);
    void connector.inTurn(async () => {
      const enabled = await port.setOperative(evseId, connectorId, status === "Operative");
      // A later command is on its way, and will have the last word.
      if (connector.commanded !== status) return;
      connector.answer = "given";
      if (enabled === undefined) {
        log.error("the EVSE does not answer whether it is enabled", { evseId, connectorId, status });
        return connectors.setOperational(evseId, connectorId, status);
      }
      if (enabled !== (status === "Operative")) {
        log.warning("another module decides about the EVSE", { evseId, connectorId, status, enabled });
        connectors.setSchedule(evseId, connectorId, "none");
      } else if (!isCertain) connectors.setOperational(evseId, connectorId, status);
      connectors.evseAnswered(evseId, connectorId, enabled ? "enabled" : "disabled");
    });
  }
}
