import type { MeterValueType, SignedMeterValueType } from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";
import { withSignature, withStartSignature, withValueSignature } from "../metering/signed-values.ts";
import { selectMeterValue, type ValueSelection } from "../metering/value-selection.ts";
import type { EvseTransactionState, MeterMemory, Transaction } from "./evse-transaction-state.ts";

/** A reading that is older by this much is worth a write to the disk. */
const REMEMBER_EVERY_MS = 60_000;

/** How an Ended event learns its last reading. */
export type LastReading =
  /** The reading of the end, with the signature that the meter made for it. */
  | {
    readonly kind: "read";
    readonly reading: MeterReading | undefined;
    readonly signed?: SignedMeterValueType;
  }
  /** The end was not seen: a newer reading may contain the energy of somebody else. */
  | { readonly kind: "remembered" };

/** The meter values of an Ended event: the stored ones, the last reading, and the signature of the start. */
export function endValues(
  { endedValues }: EvseTransactionState,
  { remembered, startRegisterWh, startedMs }: Transaction,
  ended: ValueSelection,
  { last, startSigned }: { readonly last: LastReading; readonly startSigned?: SignedMeterValueType },
): readonly MeterValueType[] {
  const value = lastValue(remembered, ended, last);
  const values = value === undefined ? endedValues : [...endedValues, value];
  const signed = remembered?.startSigned ?? startSigned;
  if (signed === undefined || ended.signatures === "strip") return values;
  return withStartSignature(values, { signed, registerWh: startRegisterWh, atMs: startedMs });
}

function lastValue(
  remembered: MeterMemory | undefined,
  ended: ValueSelection,
  last: LastReading,
): MeterValueType | undefined {
  const finish = remembered?.finish;
  if (last.kind === "remembered") return finish ?? remembered?.last;
  // The energy that was signed is billed: none has flowed since.
  if (finish !== undefined && last.signed === undefined) return finish;
  if (last.reading !== undefined) return endValue(withSignature(last.reading, last.signed), ended);
  // The meter is not back since a power cut.
  return remembered?.last && signedValue(remembered.last, ended, last.signed);
}

function signedValue(
  value: MeterValueType,
  { signatures }: ValueSelection,
  signed: SignedMeterValueType | undefined,
): MeterValueType {
  return signed === undefined || signatures === "strip" ? value : withValueSignature(value, signed);
}

function endValue(reading: MeterReading, ended: ValueSelection): MeterValueType | undefined {
  return selectMeterValue(reading, ended, "Transaction.End");
}

/** Remembers a reading of the transaction, for an end that nobody sees. */
export function rememberReading(
  transaction: Transaction,
  reading: MeterReading,
  ended: ValueSelection,
): Transaction {
  const last = endValue(reading, ended);
  return last === undefined
    ? transaction
    : { ...transaction, remembered: { ...transaction.remembered, last } };
}

/** True when the disk should have this reading: it says something new, and what is stored is older by a minute. */
export function isWorthRemembering(
  { remembered }: Transaction,
  reading: MeterReading,
  ended: () => ValueSelection,
): boolean {
  if (remembered?.last === undefined) return endValue(reading, ended()) !== undefined;
  // A clock that was set back makes the newer reading the earlier one.
  return Math.abs(reading.timestampMs - Date.parse(remembered.last.timestamp)) >= REMEMBER_EVERY_MS &&
    isNews(remembered.last, endValue(reading, ended()));
}

function isNews(last: MeterValueType, value: MeterValueType | undefined): boolean {
  return value !== undefined && JSON.stringify(value.sampledValue) !== JSON.stringify(last.sampledValue);
}

/** The EVSE's transaction begins in one that is open: the first signature is that of its start. */
export function rememberStart(
  transaction: Transaction,
  signed: SignedMeterValueType | undefined,
): Transaction {
  const { finish: _before, ...remembered } = transaction.remembered ?? {};
  const startSigned = remembered.startSigned ?? signed;
  return { ...transaction, remembered: { ...remembered, ...(startSigned && { startSigned }) } };
}

/** What the meter signed for the end of the EVSE's transaction. */
export interface SignedFinish {
  readonly reading: MeterReading | undefined;
  readonly signed: SignedMeterValueType | undefined;
  readonly startSigned: SignedMeterValueType | undefined;
}

/** The EVSE's transaction ends and this one goes on: the signatures wait for its Ended event. */
export function rememberFinish(
  transaction: Transaction,
  { reading, signed, startSigned: atEnd }: SignedFinish,
  ended: ValueSelection,
): Transaction {
  if (ended.signatures === "strip") return transaction;
  const finish = signed && reading && endValue(withSignature(reading, signed), ended);
  const startSigned = transaction.remembered?.startSigned ?? atEnd;
  if (finish === undefined && startSigned === undefined) return transaction;
  return {
    ...transaction,
    remembered: { ...transaction.remembered, ...(startSigned && { startSigned }), ...(finish && { finish }) },
  };
}
