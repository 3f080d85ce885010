import type { Clock } from "../../kernel/clock.ts";
import type { IdSource } from "../../kernel/id-source.ts";
import { type EvseId, type MessageId, type TransactionId, transactionId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type {
  BootReasonEnumType,
  EVSEType,
  IdTokenInfoType,
  IdTokenType,
  MeterValueType,
  RequestOf,
  ResponseOf,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { EvseEvent, MeterReading, PresentedToken } from "../evse-event.ts";
import { namedGroup } from "../group-token.ts";
import { type HandlerTable, result } from "../handlers.ts";
import type { LatestReadings } from "../metering/latest-readings.ts";
import { readMeteringSettings } from "../metering/metering-settings.ts";
import { phasesUsed } from "../metering/phases-used.ts";
import { importRegisterWh, selectMeterValue } from "../metering/value-selection.ts";
import type { CallOutcome, Csms } from "../ports/csms.ts";
import type { EvseLayout, EvsePort } from "../ports/evse-port.ts";
import type { TokenPort } from "../ports/token-port.ts";
import type { TriggerTable, TriggerVerdict } from "../trigger-message/trigger.ts";
import type { ActiveTransaction } from "./active-transaction.ts";
import { isWorthRemembering } from "./end-values.ts";
import {
  type EvseTransactionState,
  historyOf,
  type InvalidToken,
  type Transaction,
} from "./evse-transaction-state.ts";
import { type CommittedChange, EvseTransactions } from "./evse-transactions.ts";
import { EvseRegistry, type PluggedConnector } from "./evse-registry.ts";
import type { WithdrawalReason } from "./stop-reasons.ts";
import { SessionGate } from "./session-gate.ts";
import { judgeToken, limitReached } from "./token-verdict.ts";
import { TransactionRecovery } from "./transaction-recovery.ts";
import { readInvalidTokenSettings } from "./transaction-settings.ts";
import { TransactionStopper } from "./transaction-stopper.ts";
import type { TransactionStore } from "./transaction-store.ts";
import { unseenBefore } from "./unseen-session.ts";

export interface TransactionsDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
  readonly store: TransactionStore;
  readonly deviceModel: DeviceModel;
  readonly readings: Pick<LatestReadings, "latest">;
  readonly csms: Pick<Csms, "isOnline">;
  readonly evses: readonly EvseLayout[];
  readonly evsePort: EvsePort;
  readonly tokens: Pick<TokenPort, "publishTokenUpdate">;
  readonly remoteStarts: RemoteStartMatcher;
  /** True when the CSMS has accepted the station; events wait in the outbox until then. */
  isAccepted(): boolean;
  /** Called after a commit that added messages. */
  outboxGrew(): void;
}

/** Accepted remote starts that no session has claimed yet. */
export interface RemoteStartMatcher {
  /** The remoteStartId of the remote start with this token on this EVSE (or any); the call claims it. */
  claim(evse: EvseId, idToken: IdTokenType): number | undefined;
}

/** A TransactionEvent that is in the outbox. */
export interface ReportedEvent {
  readonly evseId: EvseId;
  /** EVerest's session uuid. */
  readonly sessionId: string;
  readonly request: RequestOf<"TransactionEvent">;
}

/** The answer of the CSMS; `evseId` is absent when the transaction is over. */
export interface AnsweredEvent {
  readonly evseId?: EvseId;
  readonly request: RequestOf<"TransactionEvent">;
  readonly response: ResponseOf<"TransactionEvent">;
}

export interface TransactionsBlock {
  /** GetTransactionStatus. */
  readonly handlers: HandlerTable;
  readonly triggers: TriggerTable;
  /** To be called once, before the first event: continues the transactions of the last process. */
  recover(bootReason: BootReasonEnumType): Promise<void>;
  /**
   * To be asked for each event, in their order, before any block takes it: false for one of a session that is over,
   * which nobody may take.
   */
  admit(event: EvseEvent): boolean;
  /** Resolves when the consequences of the event are on disk. Rejects only for a bug of ours. */
  handle(event: EvseEvent): Promise<void>;
  /** The EVSE reported its start: it has no session unless it reports one. */
  evseRestarted(evse: EvseId): void;
  /** Every reading of an EVSE's meter; supervises MaxEnergyOnInvalidId, and is remembered for an end that nobody sees. */
  meterReading(evse: EvseId, reading: MeterReading): void;
  /** Phases the EVSE offers; undefined when unknown. */
  phasesOffered(evse: EvseId, phases: number | undefined): void;

  /** A TransactionEvent was answered or given up; resolves when the changes by the answer are on disk. */
  delivered(
    message: { readonly messageId: MessageId; readonly payloadText: string },
    outcome: CallOutcome<ResponseOf<"TransactionEvent">>,
  ): Promise<void>;
  /** The connection to the CSMS is gone. */
  connectionLost(): Promise<void>;
  /** The process stops: refused changes are stored once more, without further retries. */
  close(): void;

  /** Reports a meter value in an Updated event; nothing when no transaction is open. */
  reportMeterValue(
    evse: EvseId,
    trigger: "MeterValuePeriodic" | "MeterValueClock",
    meterValue: MeterValueType,
    atMs: number,
  ): Promise<void>;
  /** Reports in an Updated event that something other than the CSMS has changed the charging rate. */
  reportChargingRate(evse: EvseId, atMs: number): Promise<void>;
  /** The clock was set: by it the EVSE became ready at this moment. Nothing when the transaction is over. */
  moveReady(evse: EvseId, transactionId: TransactionId, readySinceMs: number): Promise<void>;
  /** The clock was set: the time spent charging does not follow it. */
  clockSet(): Promise<void>;
  /** Stores a meter value for the Ended event; nothing when no transaction is open. */
  keepForEnded(evse: EvseId, meterValue: MeterValueType): Promise<void>;

  /** Stops an open transaction; false when there is none with this id or the EVSE refuses. */
  stop(transactionId: TransactionId, reason: WithdrawalReason): Promise<boolean>;
  /** A remote start was accepted for this EVSE. */
  remoteStartAccepted(evse: EvseId, remoteStartId: number): Promise<void>;
  /** An accepted remote start will not become a session. */
  remoteStartAbandoned(remoteStartId: number): void;

  active(): readonly ActiveTransaction[];
  activeTransaction(evse: EvseId): ActiveTransaction | undefined;
  transactionById(transactionId: TransactionId): ActiveTransaction | undefined;
  /** True when a token is authorized on the EVSE, with or without an open transaction. */
  isAuthorized(evse: EvseId): boolean;
  /** Connectors with a known plugged-in EV. */
  plugged(): readonly PluggedConnector[];

  /** Called for every TransactionEvent once it is on disk. */
  onEvent(listener: (event: ReportedEvent) => void): void;
  /** Called for every TransactionEventResponse (totalCost, updatedPersonalMessage). */
  onResponse(listener: (answer: AnsweredEvent) => void): void;
}

/** Blocks E and C15: turns the events of the EVSEs into TransactionEvents, durably and in order. */
export function createTransactionsBlock(deps: TransactionsDeps): TransactionsBlock {
  const { clock, log, deviceModel, store, evsePort: port, readings } = deps;
  const eventListeners: ((event: ReportedEvent) => void)[] = [];
  const responseListeners: ((answer: AnsweredEvent) => void)[] = [];
  const ending = new AbortController();
  const evses = new EvseRegistry((evseId) =>
    new EvseTransactions(evseId, { ...deps, closing: ending.signal, committed })
  );
  const evseIds = new Set(deps.evses.map(({ id }) => id));
  const recovery = new TransactionRecovery({ clock, log, store, evses, evseIds });
  const gate = new SessionGate(log);
  const isUnconfirmed = (evse: EvseId) => recovery.isUnconfirmed(evse);
  const stopper = new TransactionStopper({ clock, log, port, isUnconfirmed });

  function committed({ evseId, before, after, events }: CommittedChange): void {
    if (events.length > 0) deps.outboxGrew();
    for (const { request } of events) {
      const transaction = [before.transaction, after.transaction]
        .find((known) => known?.transactionId === request.transactionInfo.transactionId);
      const sessionId = transaction?.sessionId ?? "";
      for (const listener of eventListeners) listener({ evseId, sessionId, request });
    }
  }

  function reportUnseen(
    unseen: ReturnType<typeof unseenBefore>,
    { evseId, sessionId, kind }: EvseEvent,
  ): void {
    const about = { evseId, sessionId, kind };
    if (unseen === "beginning") log.warning("a session began while the process was away", about);
    if (unseen === "part") log.warning("a session went on while the process was away", about);
  }

  /** Carried out concurrently with the events, since the EVSE answers with events. */
  function enforce(evse: EvseTransactions, transactionId: string, token: InvalidToken): void {
    stopper.enforce(evse, transactionId, token)
      .catch((error) => log.error("a rejected token could not be enforced", { transactionId, error }));
  }

  function stopIfWanted(evse: EvseTransactions): void {
    const { evseId } = evse;
    stopper.stopIfWanted(evse)
      .catch((error) => log.error("a withdrawn transaction could not be stopped", { evseId, error }));
  }

  function enforceInvalidToken(evse: EvseTransactions): void {
    const { session, transaction } = evse.state;
    if (session?.authorization !== "given" || transaction?.invalidToken === undefined) return;
    enforce(evse, transaction.transactionId, transaction.invalidToken);
  }

  async function tokenAnswered(evse: EvseTransactions, id: string, info: IdTokenInfoType): Promise<void> {
    const settings = readInvalidTokenSettings(deviceModel);
    let verdict: InvalidToken | undefined;
    let isOpen = false;
    let groupIdToken = namedGroup(info.groupIdToken);
    await evse.apply((state) => {
      if (state.transaction?.transactionId !== id) return undefined;
      isOpen = true;
      // A CSMS that names the group only when it authorizes does not take the token out of it.
      groupIdToken ??= state.transaction.groupIdToken;
      verdict = judgeToken(state, info, settings, readings.latest(evse.evseId), evse.evseId);
      return {
        kind: "tokenInfo",
        ...(groupIdToken && { groupIdToken }),
        ...(verdict && { invalidToken: verdict }),
      };
    });
    // Auth identifies tokens by their EVSE: an update for an ended transaction must not affect the next one
    // there.
    if (isOpen) deps.tokens.publishTokenUpdate(evse.evseId, groupIdToken ? { ...info, groupIdToken } : info);
    if (verdict) enforce(evse, id, verdict);
  }

  async function limitExceeded(evse: EvseTransactions, registerWh: number): Promise<void> {
    const token: InvalidToken = { reaction: "pause" };
    let id: string | undefined;
    await evse.apply(({ session, transaction }) => {
      if (session?.authorization !== "given" || !limitReached(transaction?.invalidToken, registerWh)) return;
      id = transaction?.transactionId;
      return { kind: "tokenInfo", invalidToken: token };
    });
    if (id !== undefined) enforce(evse, id, token);
  }

  /** What the meter says belongs to the session, unless it may have ended while the process was away. */
  function remember(
    evse: EvseTransactions,
    reading: MeterReading,
    isWanted: (open: Transaction) => boolean,
  ): void {
    const isDue = ({ transaction }: EvseTransactionState) =>
      transaction !== undefined && isWanted(transaction) && !isUnconfirmed(evse.evseId);
    if (!isDue(evse.state)) return;
    evse.apply((state) => isDue(state) ? { kind: "reading", reading } : undefined)
      .catch((error) => log.error("a meter value could not be remembered", { evseId: evse.evseId, error }));
  }

  function rememberReading(evse: EvseTransactions, reading: MeterReading): void {
    if (evse.state.transaction === undefined) return;
    const ended = () => readMeteringSettings(deviceModel).ended;
    const phases = evse.state.session?.energyFlowing ? phasesUsed(reading) : undefined;
    remember(evse, reading, (open) =>
      isWorthRemembering(open, reading, ended) ||
      (phases !== undefined && phases > 0 && phases !== open.phasesSeen));
  }

  function triggered(evse: EVSEType | undefined): TriggerVerdict {
    const chosen = evses.active().filter(({ evseId }) => evse === undefined || evseId === evse.id);
    if (chosen.length === 0) return { status: "Rejected", statusInfo: statusInfo("TxNotFound") };
    // F06.FR.10: what is Accepted is sent, and transaction events leave the outbox only after acceptance.
    if (!deps.isAccepted()) return { status: "Rejected", statusInfo: statusInfo("CSNotAccepted") };
    return { status: "Accepted", send: () => chosen.forEach(reportTriggered) };
  }

  function reportTriggered({ evseId }: ActiveTransaction): void {
    const atMs = clock.wallMs();
    const reading = readings.latest(evseId);
    const meterValue = reading &&
      selectMeterValue(reading, readMeteringSettings(deviceModel).updated, "Trigger");
    evses.on(evseId)
      .apply(() => ({ kind: "meterValue", trigger: "Trigger", atMs, ...(meterValue && { meterValue }) }))
      .catch((error) => log.error("a triggered event could not be reported", { evseId, error }));
  }

  function handleGetTransactionStatus(request: RequestOf<"GetTransactionStatus">) {
    if (request.transactionId === undefined) {
      return result<"GetTransactionStatus">({ messagesInQueue: store.hasQueuedEvents() });
    }
    const id = transactionId(request.transactionId);
    return result<"GetTransactionStatus">({
      ongoingIndicator: evses.byId(id) !== undefined,
      messagesInQueue: store.hasQueuedEvents(id),
    });
  }

  return {
    handlers: { GetTransactionStatus: handleGetTransactionStatus },
    triggers: { TransactionEvent: triggered },
    async recover(bootReason) {
      // A decision before the restart may not have been carried out.
      for (const evse of await recovery.restore(bootReason)) enforceInvalidToken(evse);
      for (const evseId of evseIds) {
        gate.restore(evseId, historyOf(evses.on(evseId).state));
        stopIfWanted(evses.on(evseId));
      }
    },
    admit: (event) => gate.admit(event),
    async handle(event) {
      recovery.noticed(event);
      const claimed = claimRemoteStart(event, deps.remoteStarts);
      const evse = evses.on(event.evseId);
      await evse.apply((state) => {
        reportUnseen(unseenBefore(state, claimed), claimed);
        return { kind: "evse", event: claimed };
      });
      // An EVSE refuses to pause before energy flows, so the pause is repeated here.
      if (event.kind === "ChargingStarted") enforceInvalidToken(evse);
      if (event.kind === "ChargingStarted" || event.kind === "TransactionStarted") stopIfWanted(evse);
    },
    evseRestarted: (evse) => recovery.evseRestarted(evse),
    meterReading(evseId, reading) {
      const evse = evses.on(evseId);
      rememberReading(evse, reading);
      const registerWh = importRegisterWh(reading);
      if (registerWh === undefined || !limitReached(evse.state.transaction?.invalidToken, registerWh)) return;
      limitExceeded(evse, registerWh)
        .catch((error) => log.error("MaxEnergyOnInvalidId could not be enforced", { evseId, error }));
    },
    phasesOffered: (evse, phases) => evses.on(evse).setPhases(phases),
    async delivered(message, outcome) {
      const request: RequestOf<"TransactionEvent"> = JSON.parse(message.payloadText);
      const id = request.transactionInfo.transactionId;
      if (outcome.kind !== "result") {
        log.error("the CSMS did not accept a transaction event", {
          transactionId: id,
          seqNo: request.seqNo,
          outcome,
        });
        return;
      }
      const { response } = outcome;
      const evse = evses.with(id);
      if (evse && response.idTokenInfo) await tokenAnswered(evse, id, response.idTokenInfo);
      for (const listener of responseListeners) {
        listener({ ...(evse && { evseId: evse.evseId }), request, response });
      }
    },
    connectionLost: () => store.markQueuedOffline(),
    close() {
      for (const evse of evses.all()) {
        const reading = readings.latest(evse.evseId);
        if (reading !== undefined) remember(evse, reading, () => true);
      }
      ending.abort();
    },
    reportMeterValue: (evse, trigger, meterValue, atMs) =>
      evses.on(evse).apply(() => ({ kind: "meterValue", trigger, meterValue, atMs })),
    reportChargingRate: (evse, atMs) =>
      evses.on(evse).apply(() => ({ kind: "meterValue", trigger: "ChargingRateChanged", atMs })),
    moveReady: (evse, id, readySinceMs) =>
      evses.on(evse).apply(({ transaction }) =>
        transaction?.transactionId === id ? { kind: "readyMoved", readySinceMs } : undefined
      ),
    clockSet: async () =>
      void await Promise.all(evses.all().map((evse) => evse.apply(() => ({ kind: "clockSet" })))),
    keepForEnded: (evse, meterValue) => evses.on(evse).apply(() => ({ kind: "endedValue", meterValue })),
    async stop(id, reason) {
      const evse = evses.with(id);
      return evse !== undefined && await stopper.stop(evse, id, reason);
    },
    remoteStartAccepted: (evse, remoteStartId) =>
      evses.on(evse).apply(({ session }) =>
        session?.authorization === "given" ? undefined : { kind: "remoteStart", remoteStartId }
      ),
    remoteStartAbandoned(remoteStartId) {
      for (const { evseId, remoteStartId: marked } of evses.active()) {
        if (marked !== remoteStartId) continue;
        evses.on(evseId).apply(() => ({ kind: "remoteStartAbandoned", remoteStartId }))
          .catch((error) => log.error("a remote start could not be given up", { remoteStartId, error }));
      }
    },
    active: () => evses.active(),
    activeTransaction: (evse) => evses.activeOn(evse),
    transactionById: (id) => evses.byId(id),
    isAuthorized(evse) {
      const { session, transaction } = evses.on(evse).state;
      // An unconfirmed session may be over and must not block the next driver.
      return session?.authorization === "given" && (transaction !== undefined || !isUnconfirmed(evse));
    },
    plugged: () => evses.plugged(),
    onEvent: (listener) => void eventListeners.push(listener),
    onResponse: (listener) => void responseListeners.push(listener),
  };
}

/** Adds the remote start to the token of a session when the EVSE did not forward it. */
function claimRemoteStart(event: EvseEvent, remoteStarts: RemoteStartMatcher): EvseEvent {
  if (event.kind !== "SessionStarted" && event.kind !== "TransactionStarted") return event;
  if (event.token === undefined) return event;
  const claimed = remoteStarts.claim(event.evseId, event.token.idToken);
  const remoteStartId = event.token.remoteStartId ?? claimed;
  if (remoteStartId === undefined) return event;
  const token: PresentedToken = { ...event.token, remoteStartId, fromCsms: true };
  return { ...event, token };
}
