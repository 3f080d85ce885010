import { type Exchange, exchangesOf, type LoggedMessage } from "../../src/inspection/exchanges.ts";
import type {
  AuthorizeRequest,
  StatusNotificationRequest,
  TransactionEventRequest,
} from "../../src/ocpp/messages.ts";

/** What somebody did in front of the station. */
export type DriverAct =
  | { readonly kind: "swipe"; readonly idToken: string; readonly type: string; readonly evse?: number }
  | {
    readonly kind:
      | "plugIn"
      | "unplug"
      | "charge"
      | "pauseEv"
      | "pauseEvse"
      | "stopByEv"
      | "fault"
      | "clearFault";
    readonly evse: number;
  };

/** An act, with the place in the recording of the message that it shows in. */
export interface PlacedAct {
  readonly act: DriverAct;
  readonly index: number;
}

interface EvseView {
  isPlugged: boolean;
  isFaulted: boolean;
  energy: "none" | "charging" | "paused";
}

/** What must have happened at a station for it to say what was recorded. Pure. */
export function driverActs(messages: readonly LoggedMessage[]): readonly PlacedAct[] {
  const exchanges = exchangesOf(messages);
  const indices = new Map(messages.map((message, index) => [message, index]));
  const watcher = new Watcher();
  return exchanges.flatMap((exchange, position) =>
    watcher.seen(exchange, () => exchanges.slice(position)).map((act) => ({
      act,
      index: indices.get(exchange.call) ?? 0,
    }))
  );
}

/** Remembers what is known of cables, cards and energy, and concludes from what is said next. */
class Watcher {
  readonly #evses = new Map<number, EvseView>();
  /** Cards that were presented and not used yet. */
  readonly #presented = new Set<string>();
  /** Cards that the CSMS presents. */
  readonly #remote = new Set<string>();

  /** `ahead`: this exchange and those behind it. */
  seen(exchange: Exchange, ahead: () => readonly Exchange[]): DriverAct[] {
    if (exchange.call.direction === "CSMSToChargingStation") {
      this.#asked(exchange);
      return [];
    }
    switch (exchange.action) {
      case "Authorize":
        return this.#authorize(exchange, ahead);
      case "StatusNotification":
        return this.#status(exchange.request as StatusNotificationRequest);
      case "TransactionEvent":
        return this.#transaction(exchange.request as TransactionEventRequest, exchange.evseId ?? 1);
      default:
        return [];
    }
  }

  #asked({ action, request }: Exchange): void {
    const { idToken } = (request ?? {}) as { readonly idToken?: { readonly idToken?: string } };
    if (action === "RequestStartTransaction" && idToken?.idToken) this.#remote.add(idToken.idToken);
  }

  #authorize({ request, answer }: Exchange, ahead: () => readonly Exchange[]): DriverAct[] {
    const { idToken: { idToken, type } } = request as AuthorizeRequest;
    const info = answer?.kind === "result"
      ? (answer.payload as { readonly idTokenInfo?: { readonly status?: string } }).idTokenInfo
      : undefined;
    if (info?.status === "Accepted") this.#presented.add(idToken);
    if (this.#remote.delete(idToken)) return [];
    // The reader says which EVSE it is for, as it shows in the first event with that card.
    const use = ahead().find(({ action, request }) =>
      action === "TransactionEvent" && (request as TransactionEventRequest).idToken?.idToken === idToken
    );
    return [{ kind: "swipe", idToken, type, ...(use?.evseId !== undefined && { evse: use.evseId }) }];
  }

  #status({ evseId: evse, connectorStatus }: StatusNotificationRequest): DriverAct[] {
    const view = this.#view(evse);
    if (connectorStatus === "Faulted" && !view.isFaulted) {
      view.isFaulted = true;
      return [{ kind: "fault", evse }];
    }
    const cleared: DriverAct[] = view.isFaulted && connectorStatus !== "Faulted"
      ? [{ kind: "clearFault", evse }]
      : [];
    view.isFaulted = connectorStatus === "Faulted";
    if (connectorStatus === "Occupied") return [...cleared, ...this.#plugIn(evse)];
    if (connectorStatus === "Available") return [...cleared, ...this.#unplug(evse)];
    return cleared;
  }

  #transaction(event: TransactionEventRequest, evse: number): DriverAct[] {
    const { triggerReason, idToken, transactionInfo: { chargingState, stoppedReason } } = event;
    const view = this.#view(evse);
    const acts: DriverAct[] = [];
    if (idToken && (triggerReason === "Authorized" || triggerReason === "StopAuthorized")) {
      if (!this.#presented.delete(idToken.idToken)) {
        acts.push({ kind: "swipe", idToken: idToken.idToken, type: idToken.type, evse });
      }
    } else if (idToken) this.#presented.delete(idToken.idToken);
    if (triggerReason === "CablePluggedIn") acts.push(...this.#plugIn(evse));
    if (triggerReason === "EVCommunicationLost" || stoppedReason === "EVDisconnected") {
      acts.push(...this.#unplug(evse));
    }
    if (stoppedReason === "StoppedByEV" && view.energy !== "none") {
      view.energy = "none";
      acts.push({ kind: "stopByEv", evse });
    }
    if (/^(StopAuthorized|RemoteStop|Deauthorized)$/.test(triggerReason)) view.energy = "none";
    return [...acts, ...this.#energy(view, chargingState, evse)];
  }

  #energy(view: EvseView, state: string | undefined, evse: number): DriverAct[] {
    switch (state) {
      case "Charging":
        if (view.energy === "charging") return [];
        view.energy = "charging";
        // Where the recording begins later than the visit, the cable is in.
        return [...this.#plugIn(evse), { kind: "charge", evse }];
      case "SuspendedEV":
      case "SuspendedEVSE": {
        if (view.energy !== "charging") return [];
        view.energy = "paused";
        // A fault pauses by itself.
        if (view.isFaulted) return [];
        return [{ kind: state === "SuspendedEV" ? "pauseEv" : "pauseEvse", evse }];
      }
      case "EVConnected":
      case "Idle":
        view.energy = "none";
        return [];
      default:
        return [];
    }
  }

  #plugIn(evse: number): DriverAct[] {
    const view = this.#view(evse);
    if (view.isPlugged) return [];
    view.isPlugged = true;
    return [{ kind: "plugIn", evse }];
  }

  #unplug(evse: number): DriverAct[] {
    const view = this.#view(evse);
    view.energy = "none";
    if (!view.isPlugged) return [];
    view.isPlugged = false;
    return [{ kind: "unplug", evse }];
  }

  #view(evse: number): EvseView {
    const view = this.#evses.get(evse) ?? { isPlugged: false, isFaulted: false, energy: "none" };
    this.#evses.set(evse, view);
    return view;
  }
}
