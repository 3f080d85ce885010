import { type EvseId, evseId } from "../../kernel/ids.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { optional } from "../../kernel/json-shape.ts";
import {
  type EvseTransactionState,
  IDLE_EVSE,
  type MeterMemory,
  type Session,
  type Transaction,
} from "./evse-transaction-state.ts";
import type { PastSession } from "./session-history.ts";
import type { StoredSession, StoredTransaction } from "./transaction-store.ts";

/** Incremented when the stored form changes; older forms are then converted here. */
const VERSION = 1;

/** The stored form of an open transaction: enough to continue after a restart with the next seqNo. */
interface Persisted {
  readonly version: typeof VERSION;
  readonly evseId: EvseId;
  readonly session: Session;
  readonly transaction: PersistedTransaction;
}

/** `told` is the name on disk of what is remembered of the meter. */
type PersistedTransaction = Omit<Transaction, "remembered"> & { readonly told?: MeterMemory };

export function toPersisted(evseId: EvseId, session: Session, transaction: Transaction): Persisted {
  const { remembered, ...rest } = transaction;
  const stored = remembered === undefined ? rest : { ...rest, told: remembered };
  return { version: VERSION, evseId, session, transaction: stored };
}

/** The stored form of a session on an EVSE without an open transaction. */
interface PersistedSession {
  readonly version: typeof VERSION;
  readonly session: Session;
}

export function toPersistedSession(session: Session): PersistedSession {
  return { version: VERSION, session };
}

/** Undefined as for `fromPersisted`. */
export function fromPersistedSession({ state }: StoredSession): EvseTransactionState | undefined {
  if (!isJsonObject(state) || state["version"] !== VERSION || !isSession(state["session"])) return undefined;
  return { ...IDLE_EVSE, session: state["session"] };
}

/** Undefined when the stored state cannot be read (written by a later version, or damaged). */
export function fromPersisted(
  stored: StoredTransaction,
): { readonly evseId: EvseId; readonly state: EvseTransactionState } | undefined {
  const { state, endedValues } = stored;
  if (!isJsonObject(state) || state["version"] !== VERSION) return undefined;
  const { evseId: id, session, transaction } = state;
  if (typeof id !== "number" || !isSession(session) || !isTransaction(transaction)) return undefined;
  const { told, ...rest } = transaction;
  const open: Transaction = told === undefined ? rest : { ...rest, remembered: told };
  return { evseId: evseId(id), state: { ...IDLE_EVSE, session, transaction: open, endedValues } };
}

/** What cannot be read counts as not there. */
export function fromPersistedPast(sessions: unknown): readonly PastSession[] {
  return Array.isArray(sessions) ? sessions.filter(isPastSession) : [];
}

function isPastSession(value: unknown): value is PastSession {
  return isJsonObject(value) && typeof value["sessionId"] === "string" &&
    (value["end"] === "reported" || value["end"] === "concluded");
}

function isSession(value: unknown): value is Session {
  return isJsonObject(value) && typeof value["sessionId"] === "string" &&
    typeof value["connectorId"] === "number" && typeof value["authorization"] === "string" &&
    typeof value["chargingState"] === "string" && optional(isToken)(value["token"]);
}

function isToken(value: unknown): boolean {
  return isJsonObject(value) && isIdToken(value["idToken"]) && optional(isIdToken)(value["groupIdToken"]);
}

function isIdToken(value: unknown): boolean {
  return isJsonObject(value) && typeof value["idToken"] === "string" && typeof value["type"] === "string";
}

function isTransaction(value: unknown): value is PersistedTransaction {
  return isJsonObject(value) && typeof value["transactionId"] === "string" &&
    Number.isSafeInteger(value["nextSeqNo"]) && typeof value["chargingMs"] === "number" &&
    optional(isIdToken)(value["groupIdToken"]);
}
