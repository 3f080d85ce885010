import type { SessionEvent } from "../../src/everest/interfaces/types/session-event.ts";
import type { TransactionEvent } from "./arrivals.ts";
import type { SeenEvent } from "./witness.ts";

/** What an authorized session needs to become a transaction under the start points of the station. */
export type StartsWith = "authorization" | "energy";

type Transactions = ReadonlyMap<string, readonly TransactionEvent[]>;

/** What the module has taken from an EVSE is told to the CSMS: what is not is a fault. */
export function everyTaken(
  taken: readonly SeenEvent[],
  transactions: Transactions,
  startsWith: StartsWith,
): string[] {
  return [...Map.groupBy(taken, ({ event }) => event.uuid).values()]
    .flatMap((session) => wholeSession(session.map(({ event }) => event), transactions, startsWith));
}

function wholeSession(
  session: readonly SessionEvent[],
  transactions: Transactions,
  startsWith: StartsWith,
): string[] {
  const started = session.find(({ event }) => event === "TransactionStarted");
  const charged = session.some(({ event }) => event === "ChargingStarted");
  const finished = session.find(({ event }) => event === "TransactionFinished");
  const token = started?.transaction_started?.id_tag;
  if (!token || (startsWith === "energy" && !charged)) return [];

  const events = transactionWith(token.id_token.value, transactions);
  const faults = events ? [] : [`never heard of the token ${token.id_token.value}`];
  if (events && charged && !events.some(isCharging)) faults.push("never heard that it charged");
  const asked = events?.findLast(({ transactionInfo }) => transactionInfo.remoteStartId !== undefined);
  if (events && asked?.transactionInfo.remoteStartId !== token.request_id) {
    faults.push(`was told remoteStartId ${asked?.transactionInfo.remoteStartId} for ${token.request_id}`);
  }
  const told = events?.at(-1)?.transactionInfo.stoppedReason;
  const reason = finished?.transaction_finished?.reason;
  if (events && finished && told !== reason) {
    faults.push(`was told that it stopped for ${told}, it was ${reason}`);
  }
  return faults.map((fault) => `session ${started?.uuid}: the CSMS ${fault}`);
}

function transactionWith(token: string, transactions: Transactions): readonly TransactionEvent[] | undefined {
  return [...transactions.values()].find((events) =>
    events.some(({ idToken }) => idToken?.idToken === token)
  );
}

function isCharging({ transactionInfo }: TransactionEvent): boolean {
  return transactionInfo.chargingState === "Charging";
}
