import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { IdTokenInfoType, IdTokenType } from "../../src/ocpp/messages.ts";

export interface LibocppCore {
  /** 3 to 6; default 6. */
  readonly schema?: number;
  /** CALLs as the queue has them, in their order. */
  readonly queued?: readonly (readonly [id: string, action: string, payload: unknown])[];
  /** Texts that stand in the queue instead of a CALL. */
  readonly broken?: readonly string[];
  readonly ordinary?: readonly (readonly [id: string, action: string, payload: unknown])[];
  readonly inoperative?: readonly (readonly [evseId: number, connectorId: number])[];
  readonly openTransactions?: readonly string[];
  /** The authorization cache; each token was used last at `usedMs`. */
  readonly cached?: readonly (readonly [token: IdTokenType, info: IdTokenInfoType, usedMs: number])[];
  readonly list?: {
    readonly version: number;
    readonly entries: readonly (readonly [token: IdTokenType, info: IdTokenInfoType])[];
  };
}

/** The end of a transaction with this token, which such a database may have as an unsent message. */
export function unsentEnd(idToken: IdTokenType) {
  return {
    eventType: "Ended",
    timestamp: "2026-01-15T09:00:00.000Z",
    triggerReason: "StopAuthorized",
    seqNo: 1,
    transactionInfo: { transactionId: "5b4c7c9e-0000-4000-8000-000000000001" },
    idToken,
  };
}

/** A core database with the tables and columns of EVerest's C++ module that are read from it. */
export function writeLibocppCore(path: string, content: LibocppCore): void {
  const { schema = 6, queued = [], broken = [], ordinary = [], inoperative = [], openTransactions = [] } =
    content;
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA user_version = ${schema}`);
  for (const table of ["TRANSACTION_QUEUE", ...schema >= 3 ? ["NORMAL_QUEUE"] : []]) {
    db.exec(`CREATE TABLE ${table} (UNIQUE_ID TEXT PRIMARY KEY NOT NULL, MESSAGE TEXT NOT NULL,
      MESSAGE_TYPE TEXT NOT NULL, MESSAGE_ATTEMPTS INT NOT NULL, MESSAGE_TIMESTAMP TEXT NOT NULL)`);
  }
  db.exec(`CREATE TABLE AVAILABILITY (EVSE_ID INT NOT NULL, CONNECTOR_ID INT NOT NULL,
    OPERATIONAL_STATUS TEXT NOT NULL, PRIMARY KEY (EVSE_ID, CONNECTOR_ID))`);
  db.exec("CREATE TABLE METER_VALUES (ROWID INTEGER PRIMARY KEY, TRANSACTION_ID TEXT NOT NULL)");
  const put = (table: string, id: string, message: string, type: string) =>
    db.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, 0, '2026-01-15T09:00:00.000Z')`).run(id, message, type);
  for (const [id, action, payload] of queued) {
    put("TRANSACTION_QUEUE", id, JSON.stringify([2, id, action, payload]), action);
  }
  for (const text of broken) put("TRANSACTION_QUEUE", `broken ${text}`, text, "TransactionEvent");
  for (const [id, action, payload] of ordinary) {
    put("NORMAL_QUEUE", id, JSON.stringify([2, id, action, payload]), action);
  }
  db.exec("INSERT INTO AVAILABILITY VALUES (0, 0, 'Operative')");
  for (const [evseId, connectorId] of inoperative) {
    db.prepare("INSERT OR REPLACE INTO AVAILABILITY VALUES (?, ?, 'Inoperative')").run(evseId, connectorId);
  }
  if (schema >= 4) {
    db.exec("CREATE TABLE TRANSACTIONS (TRANSACTION_ID TEXT NOT NULL UNIQUE, EVSE_ID INT NOT NULL UNIQUE)");
    openTransactions.forEach((id, index) =>
      db.prepare("INSERT INTO TRANSACTIONS VALUES (?, ?)").run(id, index + 1)
    );
  }
  putTokens(db, content);
  db.close();
}

/** libocpp hashes tokens as they were written. Without any their tables are missing, as in a database of another program. */
function putTokens(db: DatabaseSync, { cached = [], list }: LibocppCore): void {
  if (cached.length === 0 && list === undefined) return;
  const hash = ({ type, idToken }: IdTokenType) => createHash("sha256").update(type + idToken).digest("hex");
  db.exec(`
    CREATE TABLE AUTH_CACHE (ID_TOKEN_HASH TEXT PRIMARY KEY NOT NULL, ID_TOKEN_INFO TEXT NOT NULL,
      LAST_USED INT64 NOT NULL DEFAULT 0, EXPIRY_DATE INT64);
    CREATE TABLE AUTH_LIST_VERSION (ID INT PRIMARY KEY NOT NULL, VERSION INT);
    CREATE TABLE AUTH_LIST (ID_TOKEN_HASH TEXT PRIMARY KEY NOT NULL, ID_TOKEN_INFO TEXT NOT NULL);`);
  for (const [token, info, usedMs] of cached) {
    db.prepare("INSERT INTO AUTH_CACHE VALUES (?, ?, ?, NULL)").run(
      hash(token),
      JSON.stringify(info),
      usedMs,
    );
  }
  db.prepare("INSERT INTO AUTH_LIST_VERSION VALUES (0, ?)").run(list?.version ?? 0);
  for (const [token, info] of list?.entries ?? []) {
    db.prepare("INSERT INTO AUTH_LIST VALUES (?, ?)").run(hash(token), JSON.stringify(info));
  }
}
