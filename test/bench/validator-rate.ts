/**
 * How many TransactionEvent requests the validator takes per second. A program of its own, because V8 flags count for a
 * whole process; started by `validator.ts`, which reads the figures from stdout.
 */
import { validateRequest } from "../../src/ocpp/validator/validate.ts";

/** What the program prints, as JSON. */
export interface ValidatorFigures {
  readonly perSecond: number;
  /** The first message of its kind, which compiles the schema. */
  readonly firstUseMs: number;
}

const MESSAGES = 2_000;
const ROUNDS = 20;

/** A typical periodic event: four sampled values with measurand, phase, context, location and unit; about 1 kB. */
function transactionEvent(seqNo: number): string {
  const timestamp = "2026-01-15T10:00:00.000Z";
  const sampled = (value: number, measurand: string, unit: string, phase?: string) => ({
    value,
    context: "Sample.Periodic",
    measurand,
    location: "Outlet",
    unitOfMeasure: { unit },
    ...(phase && { phase }),
  });
  return JSON.stringify({
    eventType: "Updated",
    timestamp,
    triggerReason: "MeterValuePeriodic",
    seqNo,
    offline: false,
    numberOfPhasesUsed: 3,
    transactionInfo: {
      transactionId: "8a1c7f0e-2b9d-4a64-9d4f-0b8c4f1d2e3a",
      chargingState: "Charging",
      timeSpentCharging: 1200,
      remoteStartId: 7,
    },
    evse: { id: 1, connectorId: 1 },
    idToken: { idToken: "04A2B3C4D5E6F7", type: "ISO14443" },
    meterValue: [{
      timestamp,
      sampledValue: [
        ...["L1", "L2", "L3"].map((phase) => sampled(16.1, "Current.Import", "A", phase)),
        sampled(12_345.6, "Energy.Active.Import.Register", "Wh"),
      ],
    }],
  });
}

/** Validates the same parsed messages over and over. */
function measure(): ValidatorFigures {
  const payloads: unknown[] = Array.from(
    { length: MESSAGES },
    (_, seqNo) => JSON.parse(transactionEvent(seqNo)),
  );
  const first = performance.now();
  validateRequest("TransactionEvent", payloads[0]);
  const firstUseMs = performance.now() - first;
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    for (const payload of payloads) {
      if (validateRequest("TransactionEvent", payload).kind === "invalid") {
        throw new Error("sample is not valid");
      }
    }
  }
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: MESSAGES * ROUNDS / seconds, firstUseMs };
}

if (import.meta.main) console.log(JSON.stringify(measure()));
