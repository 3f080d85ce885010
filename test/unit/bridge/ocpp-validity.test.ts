import assert from "node:assert/strict";
import fc from "fast-check";
import { type Codec, decodeTolerantly } from "../../../src/everest/codec/mod.ts";
import { providedIdToken } from "../../../src/everest/interfaces/types/authorization.ts";
import { evInfo, limits } from "../../../src/everest/interfaces/types/evse-manager.ts";
import { powermeter } from "../../../src/everest/interfaces/types/powermeter.ts";
import { sessionEvent } from "../../../src/everest/interfaces/types/session-event.ts";
import { toTimestamp } from "../../../src/kernel/clock.ts";
import { evseId } from "../../../src/kernel/ids.ts";
import { describeViolation } from "../../../src/ocpp/validator/schema-violation.ts";
import { validateRequest } from "../../../src/ocpp/validator/validate.ts";
import type { EvseEvent, MeterReading, PresentedToken } from "../../../src/station/evse-event.ts";
import { latestReading, type MeterState, takeMeterInput } from "../../../src/bridge/meter-composer.ts";
import { toEvseEvent } from "../../../src/bridge/session-events.ts";
import { toPresentedCredentials } from "../../../src/bridge/tokens.ts";
import { arbitraryOf, spoiled } from "../everest/codec/shape-arbitrary.ts";

const arrival = { nowMs: 0, complain: () => {} };

/** What a codec makes of values that fit or nearly fit. */
function heard<T>(codec: Codec<T>): fc.Arbitrary<T> {
  const where = fc.array(fc.nat(20), { maxLength: 4 });
  const nearly = fc.tuple(arbitraryOf(codec), where, fc.anything()).map(([value, path, part]) =>
    spoiled(value, path, part)
  );
  const long = fc.tuple(arbitraryOf(codec), where, fc.string({ minLength: 30, maxLength: 3000, size: "max" }))
    .map(([value, path, part]) => spoiled(value, path, part));
  return fc.oneof(arbitraryOf(codec), nearly, long).map((value) => decodeTolerantly(codec, value))
    .filter((decoded) => decoded.kind === "value").map((decoded) => decoded.value);
}

function assertValid(validation: ReturnType<typeof validateRequest>): void {
  assert.ok(
    validation.kind === "valid",
    validation.kind === "invalid" ? describeViolation(validation.violation) : "",
  );
}

function meterValueOf(reading: MeterReading) {
  return { timestamp: toTimestamp(reading.timestampMs), sampledValue: reading.sampledValues };
}

Deno.test("whatever the meter says makes a valid MeterValues message", () => {
  const parts = fc.tuple(heard(powermeter), heard(limits), heard(evInfo));
  fc.assert(fc.property(parts, ([meter, limit, info]) => {
    const state = [
      { kind: "limits", limits: limit },
      { kind: "evInfo", info },
      { kind: "powermeter", powermeter: meter },
    ] as const;
    const known = state.reduce<MeterState>((before, input) => takeMeterInput(before, input, arrival), {});
    const reading = latestReading(known);
    assert.ok(reading);
    assertValid(validateRequest("MeterValues", { evseId: 1, meterValue: [meterValueOf(reading)] }));
  }));
});

Deno.test("whatever an EVSE tells makes a valid TransactionEvent message", () => {
  fc.assert(
    fc.property(heard(sessionEvent), (told) => {
      const { event } = toEvseEvent(told, {}, { ...arrival, evseId: evseId(1) });
      if (!event) return;
      const token: PresentedToken | undefined = "token" in event ? event.token : undefined;
      assertValid(validateRequest("TransactionEvent", {
        eventType: "Started",
        timestamp: toTimestamp(event.timestampMs),
        triggerReason: "Authorized",
        seqNo: 0,
        transactionInfo: {
          transactionId: event.sessionId,
          ...(event.kind === "TransactionFinished" ? { stoppedReason: event.reason } : {}),
          ...(token?.remoteStartId === undefined ? {} : { remoteStartId: token.remoteStartId }),
        },
        evse: { id: event.evseId, connectorId: event.connectorId },
        ...(token ? { idToken: token.idToken } : {}),
        ...meterOf(event),
      }));
    }),
    { numRuns: 300 },
  );
});

/** The reading, carrying the signature of the event. */
function meterOf(event: EvseEvent) {
  if (!event.meter) return {};
  const signed = "signed" in event ? event.signed : undefined;
  const [first, ...rest] = event.meter.sampledValues;
  const sampledValues = signed && first
    ? [{ ...first, signedMeterValue: signed }, ...rest]
    : event.meter.sampledValues;
  return { meterValue: [meterValueOf({ ...event.meter, sampledValues })] };
}

Deno.test("whatever token is to be validated makes a valid Authorize message", () => {
  fc.assert(fc.property(arbitraryOf(providedIdToken), (token) => {
    const decoded = decodeTolerantly(providedIdToken, token);
    assert.ok(decoded.kind === "value");
    assertValid(validateRequest("Authorize", toPresentedCredentials(decoded.value)));
  }));
});
