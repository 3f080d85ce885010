import { DatabaseSync } from "node:sqlite";

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
  db.close();
}
