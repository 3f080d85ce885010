import type { ImportPart } from "./import-part.ts";

/** Content that is not imported; the report counts it and says why. */
function leftBehind(name: string, table: string, label: string, reason: string): ImportPart<never> {
  return {
    name,
    tables: [table],
    read(foreign) {
      const rows = foreign.prepare(`SELECT ${label} AS label FROM ${table} ORDER BY rowid`).all();
      return { rows: [], left: rows.map((row) => ({ row: String(row["label"]), reason })) };
    },
    describe: () => "",
  };
}

/** The C++ module itself forgets them at a start, unless it is configured to resume transactions. */
export const openTransactions = leftBehind(
  "open transactions",
  "TRANSACTIONS",
  "TRANSACTION_ID || ' on EVSE ' || EVSE_ID",
  "how it ended is not known",
);

export const meterValues = leftBehind(
  "meter values of open transactions",
  "METER_VALUES",
  "TRANSACTION_ID",
  "its transaction is not imported",
);
