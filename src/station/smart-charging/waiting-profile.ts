import type { ActiveTransaction } from "../transactions/active-transaction.ts";
import type { ChargingProfile } from "./charging-profile.ts";

/** The profile of an accepted remote start that no transaction has come of yet. */
export interface WaitingProfile {
  readonly remoteStartId: number;
  /** The EVSE that the start is for; absent: the driver chooses it by plugging in. */
  readonly evseId?: number;
  readonly profile: ChargingProfile;
}

/** What of an open transaction tells whether a remote start has become it. */
export type StartedTransaction = Pick<
  ActiveTransaction,
  "evseId" | "transactionId" | "remoteStartId" | "authorized"
>;

/** Whether this transaction has come of the remote start. */
export function hasBecome(start: WaitingProfile, transaction: StartedTransaction): boolean {
  return transaction.authorized && transaction.remoteStartId === start.remoteStartId &&
    isForEvseOf(start, transaction);
}

/** The waiting profiles as they will be installed, for each open transaction that their starts may still become. */
export function expectedProfiles(
  waiting: readonly WaitingProfile[],
  transactions: readonly StartedTransaction[],
): readonly ChargingProfile[] {
  return waiting.flatMap((start) =>
    transactions.filter((transaction) => mayBecome(start, transaction))
      .map((transaction) => asTxProfile(start, transaction))
  );
}

/** The profile as it is installed once the transaction has come of its start. */
export function asTxProfile(
  { profile }: WaitingProfile,
  { evseId, transactionId }: Pick<StartedTransaction, "evseId" | "transactionId">,
): ChargingProfile {
  return { ...profile, evseId, transactionId, wire: { ...profile.wire, transactionId } };
}

/** An authorized transaction is no other start's any more. */
function mayBecome(start: WaitingProfile, transaction: StartedTransaction): boolean {
  return hasBecome(start, transaction) || (!transaction.authorized && isForEvseOf(start, transaction));
}

function isForEvseOf(start: WaitingProfile, { evseId }: StartedTransaction): boolean {
  return start.evseId === undefined || start.evseId === evseId;
}
