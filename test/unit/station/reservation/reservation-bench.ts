import assert from "node:assert/strict";
import { connectorId, type EvseId, evseId } from "../../../../src/kernel/ids.ts";
import type { ConnectorStatusEnumType, RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import type { ReserveStatus } from "../../../../src/station/ports/reservation-port.ts";
import type { Reservation } from "../../../../src/station/reservation/reservation.ts";
import { createReservationBlock } from "../../../../src/station/reservation/reservation-block.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

export const RFID = { idToken: "RFID1", type: "ISO14443" } as const;
export const OTHER = { idToken: "RFID2", type: "ISO14443" } as const;
export const ONE = evseId(1);
export const TWO = evseId(2);

export interface BenchOptions {
  readonly port?: "connected" | "absent";
  readonly variables?: Readonly<Record<string, string>>;
  /** What was on disk. */
  readonly stored?: readonly Reservation[];
  readonly reservedEvses?: readonly EvseId[];
  readonly clock?: FakeClock;
}

/** The block between a module that answers as the test says and a station of two EVSEs. */
export function reservationBench(options: BenchOptions = {}) {
  const clock = options.clock ?? new FakeClock();
  const stored = new Map((options.stored ?? []).map((reservation) => [reservation.id, reservation]));
  const reservedEvses = new Set(options.reservedEvses ?? []);
  const world = {
    /** What was asked of the module, told to the CSMS and said to the EVSEs, in order. */
    done: [] as string[],
    /** How the module answers; an empty list means Accepted and true. */
    answers: [] as (ReserveStatus | undefined | Promise<ReserveStatus | undefined>)[],
    cancels: [] as (boolean | undefined | Promise<boolean | undefined>)[],
    isForOther: undefined as boolean | undefined,
    statuses: new Map<number, ConnectorStatusEnumType>(),
    authorized: new Set<number>(),
    /** When what is being written is on disk. */
    disk: Promise.resolve(),
    /** Whether the disk takes anything. */
    diskState: "takes" as "takes" | "refuses",
  };
  const { done } = world;
  const written = (change: () => void): Promise<void> => {
    if (world.diskState === "refuses") return Promise.reject(new Error("disk full"));
    change();
    return world.disk;
  };
  const deviceModel = new FakeDeviceModel({
    "ReservationCtrlr.NonEvseSpecific": "true",
    ...options.variables,
  });
  const block = createReservationBlock({
    clock,
    log: new RecordingLogger(),
    deviceModel,
    layout: [ONE, TWO].map((id) => ({ id, connectors: [{ id: connectorId(1), type: "cType2" }] })),
    store: {
      load: () => [...stored.values()],
      save: (reservation) => written(() => stored.set(reservation.id, reservation)),
      remove: (id) => written(() => stored.delete(id)),
      reservedEvses: () => [...reservedEvses],
      saveReservedEvse: (evse, state) =>
        written(() => state === "reserved" ? reservedEvses.add(evse) : reservedEvses.delete(evse)),
    },
    evses: {
      statusOf: (evse) => world.statuses.get(evse) ?? "Available",
      isAuthorized: (evse) => world.authorized.has(evse),
      setReservation: (evse, state) => void done.push(`EVSE ${evse} ${state}`),
    },
    ...(options.port === "absent" ? {} : {
      port: {
        async reserve({ id, evseId: evse }) {
          done.push(`reserve ${id} at ${evse ?? "any"}`);
          return await (world.answers.length > 0 ? world.answers.shift() : "Accepted");
        },
        async cancel(id) {
          done.push(`cancel ${id}`);
          return await (world.cancels.length > 0 ? world.cancels.shift() : true);
        },
        isReservedForOther(evse) {
          done.push(`ask about ${evse}`);
          return Promise.resolve(world.isForOther);
        },
      },
    }),
    report({ reservationId, reservationUpdateStatus }, about) {
      done.push(`tell ${reservationId} ${reservationUpdateStatus}${about === "unknown" ? " (unknown)" : ""}`);
      return Promise.resolve();
    },
  });
  block.onFreed(() => done.push("freed"));
  const expiryDateTime = (inMs: number) => new Date(clock.wallMs() + inMs).toISOString();
  return {
    block,
    clock,
    deviceModel,
    world,
    stored,
    reservedEvses,
    /** What happened since it was last asked. */
    done: () => done.splice(0),
    async ask(
      id: number,
      evse: EvseId | "any" = ONE,
      more: Partial<RequestOf<"ReserveNow">> & { readonly inMs?: number } = {},
    ): Promise<ResponseOf<"ReserveNow">> {
      const { inMs = 60_000, ...fields } = more;
      const reply = await block.handlers.ReserveNow!({
        id,
        idToken: RFID,
        expiryDateTime: expiryDateTime(inMs),
        ...(evse === "any" ? {} : { evseId: evse }),
        ...fields,
      });
      assert(reply.kind === "result");
      reply.afterSent?.();
      await settled();
      return reply.response;
    },
    async cancel(reservationId: number): Promise<ResponseOf<"CancelReservation">> {
      const reply = await block.handlers.CancelReservation!({ reservationId });
      assert(reply.kind === "result");
      await settled();
      return reply.response;
    },
    async update(reservationId: number, status: Parameters<typeof block.onUpdate>[0]["status"]) {
      block.onUpdate({ reservationId, status });
      await settled();
    },
    async pass(ms: number) {
      clock.advance(ms);
      await settled();
    },
  };
}

/** As on disk. */
export function storedReservation(id: number, more: Partial<Reservation> = {}): Reservation {
  return { id, idToken: RFID, evseId: ONE, expiresMs: Date.parse("2026-01-15T11:00:00Z"), ...more };
}
