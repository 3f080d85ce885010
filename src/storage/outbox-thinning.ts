import { evenlyThinned } from "../kernel/even-thinning.ts";
import { MAX_OUTBOX_MESSAGES } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Database } from "./database.ts";
import type { DropPriority } from "./outbox-message.ts";

export interface OutboxThinning {
  readonly db: Database;
  readonly log: Logger;
  /** Whether a message may have been sent: then it is not touched. */
  mayBeSent(row: { readonly position: number; readonly isTransaction: boolean }): boolean;
}

/** Keeps the outbox within its limit by dropping what is dispensable; to be called within a write. */
export function thinIfOverfull(thinning: OutboxThinning): void {
  const { db, log } = thinning;
  const number = (sql: string) => Number(db.statement(sql).get()?.["n"]);
  const count = () => number("SELECT count(*) AS n FROM outbox");
  // The span of positions bounds the count from above and costs two index look-ups instead of a scan.
  const span = number("SELECT coalesce(max(position) - min(position) + 1, 0) AS n FROM outbox");
  if (span <= MAX_OUTBOX_MESSAGES) return;
  const before = count();
  if (before <= MAX_OUTBOX_MESSAGES) return;
  // A tenth more than needed, so that a full queue is not thinned again for every single message.
  const target = MAX_OUTBOX_MESSAGES - Math.floor(MAX_OUTBOX_MESSAGES / 10);
  let after = before;
  // Part 2, §2.1.9: transaction events go last, and of what is dropped intermediate values go first.
  for (const dropPriority of [3, 1, 2] as const) {
    if (after > MAX_OUTBOX_MESSAGES) thin(dropPriority, after - target, thinning);
    after = count();
  }
  const fields = { before, after, limit: MAX_OUTBOX_MESSAGES };
  if (after < before) {
    log.warning("the queue was over its limit: intermediate messages were thinned out", fields);
  } else {
    log.error("the queue is over its limit and nothing in it is dispensable", fields);
  }
}

/** Drops intermediate messages, spread evenly over each transaction or action; the first and last of each stay. */
function thin(dropPriority: DropPriority, toFree: number, { db, mayBeSent }: OutboxThinning): void {
  const rows = db.statement(
    `SELECT position, transaction_id, coalesce(transaction_id, action) AS series, occurred_ms FROM outbox
     WHERE dispensable = ? ORDER BY position`,
  ).all(dropPriority).filter((row) =>
    !mayBeSent({ position: Number(row["position"]), isTransaction: row["transaction_id"] !== null })
  );
  const series = Map.groupBy(rows, (row) => String(row["series"]));
  const keptShare = Math.max(0, 1 - toFree / rows.length);
  const drop = db.statement("DELETE FROM outbox WHERE position = ?");
  for (const events of series.values()) {
    const keep = Math.max(2, Math.floor(events.length * keptShare));
    const kept = new Set(evenlyThinned(events.map((row) => Number(row["occurred_ms"])), keep));
    events.forEach((row, index) => {
      if (!kept.has(index)) drop.run(Number(row["position"]));
    });
  }
}
