import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { EVSEType, MeterValueType, RequestOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { MeterReading } from "../evse-event.ts";
import type { CallLane, Csms } from "../ports/csms.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { clockAligned, fixedInterval, RepeatingTimer } from "../repeating-timer.ts";
import type { TriggerTable, TriggerVerdict } from "../trigger-message/trigger.ts";
import type { LatestReadings } from "./latest-readings.ts";
import type { ReportedMeasurands } from "./measurands.ts";
import { MeterSilence } from "./meter-silence.ts";
import { INTERVAL_VARIABLES, readMeteringSettings } from "./metering-settings.ts";
import { ReadingStream } from "./reading-stream.ts";
import { withPublicKeys } from "./signed-values.ts";
import { selectMeterValue } from "./value-selection.ts";

export const ALIGNED_TIMER = "metering.aligned";
const ALIGNED_ENDED_TIMER = "metering.aligned-ended";
export const sampledTimer = (evse: EvseId): string => `metering.sampled-${evse}`;
const sampledEndedTimer = (evse: EvseId): string => `metering.sampled-ended-${evse}`;

/** A reading this close to a clock-aligned moment counts as read at that moment. */
const FRESH_MS = 60_000;

export interface MeteringDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly csms: Pick<Csms, "call">;
  readonly deviceModel: DeviceModel;
  readonly evses: readonly EvseLayout[];
  readonly readings: LatestReadings;
  readonly transactions: MeteredTransactions;
  /** Learns which measurands the meters tell. */
  readonly measurands: Pick<ReportedMeasurands, "note">;
  /** A meter has fallen silent while its values are due, or speaks (again). */
  meterSilence(evse: EvseId, state: "raised" | "cleared"): void;
}

/** What metering needs of the transactions block. */
export interface MeteredTransactions {
  active(): readonly { readonly evseId: EvseId }[];
  meterReading(evse: EvseId, reading: MeterReading): void;
  reportMeterValue(
    evse: EvseId,
    trigger: "MeterValuePeriodic" | "MeterValueClock",
    meterValue: MeterValueType,
    atMs: number,
  ): Promise<void>;
  keepForEnded(evse: EvseId, meterValue: MeterValueType): Promise<void>;
  onEvent(
    listener: (event: { readonly evseId: EvseId; readonly request: RequestOf<"TransactionEvent"> }) => void,
  ): void;
}

export interface MeteringBlock {
  readonly triggers: TriggerTable;
  /** Starts the timers, also those of recovered transactions. */
  start(): void;
  stop(): void;
  /** The wall clock was set. */
  clockSet(): void;
  /** Every reading that the meter of an EVSE gives. */
  reading(evse: EvseId, reading: MeterReading): void;
}

/** Block J: sampled and clock-aligned meter values, in transactions and outside. */
export function createMeteringBlock(deps: MeteringDeps): MeteringBlock {
  const { clock, log, csms, deviceModel, evses, readings, transactions } = deps;
  const settings = () => readMeteringSettings(deviceModel);
  const aligned = new RepeatingTimer(clock, ALIGNED_TIMER, clockAligned, reportAligned);
  const alignedEnded = new RepeatingTimer(clock, ALIGNED_ENDED_TIMER, clockAligned, keepAligned);
  const sampled = new Map(evses.map(({ id }) => [id, {
    updated: new RepeatingTimer(clock, sampledTimer(id), fixedInterval, () => reportSampled(id)),
    ended: new RepeatingTimer(clock, sampledEndedTimer(id), fixedInterval, () => keepSampled(id)),
  }]));
  const streams = new Map(evses.map(({ id }) => [id, {
    updated: new ReadingStream(),
    ended: new ReadingStream(),
    aligned: new ReadingStream(),
    alignedEnded: new ReadingStream(),
  }]));
  const silence = new MeterSilence(clock, deps.meterSilence);
  let isRunning = false;

  transactions.onEvent(({ evseId, request }) => {
    if (!isRunning) return;
    if (request.eventType === "Started") beginSampling(evseId);
    if (request.eventType === "Ended") stopSampling(evseId);
  });
  onActualChange(deviceModel, INTERVAL_VARIABLES, () => {
    if (isRunning) setTimers();
  });

  function setTimers(): void {
    const { alignedIntervalSeconds, alignedEndedIntervalSeconds } = settings();
    setAligned(aligned, "aligned", alignedIntervalSeconds);
    setAligned(alignedEnded, "alignedEnded", alignedEndedIntervalSeconds);
    for (const { evseId } of transactions.active()) startSampling(evseId);
  }

  /** What the meters said while nobody asked for it belongs to no interval. */
  function setAligned(timer: RepeatingTimer, stream: "aligned" | "alignedEnded", seconds: number): void {
    if (timer.set(seconds) === "begun") { for (const { id } of evses) begin(id, stream); }
  }

  /** What the meter has said until now, in the transaction before for instance, is of no interval of this one. */
  function beginSampling(evseId: EvseId): void {
    for (const stream of ["updated", "ended", "alignedEnded"] as const) begin(evseId, stream);
    startSampling(evseId);
  }

  function startSampling(evseId: EvseId): void {
    const { updatedIntervalSeconds, endedIntervalSeconds } = settings();
    const { updated, ended } = sampled.get(evseId) ?? {};
    if (updated?.set(updatedIntervalSeconds) === "begun") begin(evseId, "updated");
    if (ended?.set(endedIntervalSeconds) === "begun") begin(evseId, "ended");
  }

  function begin(evseId: EvseId, stream: StreamName): void {
    streams.get(evseId)?.[stream].begin(readings.latest(evseId));
  }

  function stopSampling(evseId: EvseId): void {
    sampled.get(evseId)?.updated.stop();
    sampled.get(evseId)?.ended.stop();
  }

  /** Reports the EVSE of the transaction. All measurands of a reading go into one event. */
  function reportSampled(evseId: EvseId): void {
    const reading = nextReading(evseId, "updated");
    const value = reading && selectMeterValue(reading, settings().updated, "Sample.Periodic");
    if (value === undefined) return;
    inBackground(transactions.reportMeterValue(evseId, "MeterValuePeriodic", value, clock.wallMs()));
  }

  function keepSampled(evseId: EvseId): void {
    const reading = nextReading(evseId, "ended");
    const value = reading && selectMeterValue(reading, settings().ended, "Sample.Periodic");
    if (value !== undefined) inBackground(transactions.keepForEnded(evseId, value));
  }

  /** Undefined when the meter has said nothing since the sample before: an old value is not sent again (J02.FR.10). */
  function nextReading(evseId: EvseId, stream: StreamName): MeterReading | undefined {
    const reading = streams.get(evseId)?.[stream].next(readings.latest(evseId));
    if (reading === undefined) silence.missed(evseId);
    return reading;
  }

  /** EVerest has no meter of the whole station, so evseId 0 is never reported. */
  function reportAligned(alignedMs: number): void {
    const busy = busyEvses();
    for (const { id } of evses) {
      const value = alignedValue(id, "aligned", alignedMs);
      if (value === undefined || isSilenced(deviceModel, id, busy)) continue;
      if (busy.has(id)) {
        inBackground(transactions.reportMeterValue(id, "MeterValueClock", value, alignedMs));
      } else {
        send(id, value, "ordinary");
      }
    }
  }

  /** SendDuringIdle does not concern these: they are sent with the end of the transaction, not during it (J01.FR.19). */
  function keepAligned(alignedMs: number): void {
    for (const id of busyEvses()) {
      const value = alignedValue(id, "alignedEnded", alignedMs);
      if (value !== undefined) inBackground(transactions.keepForEnded(id, value));
    }
  }

  function busyEvses(): ReadonlySet<EvseId> {
    return new Set(transactions.active().map(({ evseId }) => evseId));
  }

  function alignedValue(
    evseId: EvseId,
    stream: "aligned" | "alignedEnded",
    alignedMs: number,
  ): MeterValueType | undefined {
    const reading = nextReading(evseId, stream);
    if (reading === undefined) return undefined;
    // All EVSEs report the same moment (TC_J_01), but an old reading retains its own time.
    const isFresh = Math.abs(alignedMs - reading.timestampMs) <= FRESH_MS;
    const atMs = isFresh ? alignedMs : reading.timestampMs;
    return selectMeterValue(reading, settings()[stream], "Sample.Clock", atMs);
  }

  function send(evseId: EvseId, value: MeterValueType, lane: CallLane): void {
    // All values go into one message.
    const { values } = withPublicKeys([value], settings().publicKeys, "unsent");
    // A lost value outside a transaction does no harm: the register continues to count.
    void csms.call("MeterValues", { evseId, meterValue: values }, lane);
  }

  function triggered(evse: EVSEType | undefined): TriggerVerdict {
    const values = evses.filter(({ id }) => evse === undefined || id === evse.id).flatMap(({ id }) => {
      const reading = readings.latest(id);
      const value = reading && selectMeterValue(reading, settings().aligned, "Trigger");
      return value === undefined ? [] : [{ id, value }];
    });
    if (values.length === 0) return { status: "Rejected", statusInfo: statusInfo("NotFound") };
    return { status: "Accepted", send: () => values.forEach(({ id, value }) => send(id, value, "control")) };
  }

  function inBackground(work: Promise<void>): void {
    work.catch((error) => log.error("a meter value could not be processed", { error }));
  }

  return {
    triggers: { MeterValues: triggered },
    start() {
      isRunning = true;
      setTimers();
    },
    stop() {
      isRunning = false;
      aligned.stop();
      alignedEnded.stop();
      for (const id of sampled.keys()) stopSampling(id);
    },
    clockSet() {
      aligned.clockSet();
      alignedEnded.clockSet();
    },
    reading(evse, reading) {
      readings.record(evse, reading);
      deps.measurands.note(reading);
      silence.spoke(evse);
      transactions.meterReading(evse, reading);
    },
  };
}

/** What takes readings of a meter at moments of its own. */
type StreamName = "updated" | "ended" | "aligned" | "alignedEnded";

const SEND_DURING_IDLE = variableKey("AlignedDataCtrlr", "SendDuringIdle");

/**
 * AlignedDataCtrlr.SendDuringIdle: for the whole station any transaction silences every EVSE, for a single
 * EVSE only its own does.
 */
function isSilenced(deviceModel: DeviceModel, evseId: EvseId, busy: ReadonlySet<EvseId>): boolean {
  if (busy.size > 0 && deviceModel.boolean(SEND_DURING_IDLE) === true) return true;
  const { component, variable } = SEND_DURING_IDLE;
  const ofEvse: VariableKey = { component: { ...component, evse: { id: evseId } }, variable };
  return busy.has(evseId) && deviceModel.boolean(ofEvse) === true;
}
