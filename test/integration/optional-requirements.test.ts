import assert from "node:assert/strict";
import type { Csms } from "../fakes/csms/csms.ts";
import { ISO15118_VARIABLES } from "../conformance/harness/certificates.ts";
import { message } from "../conformance/harness/display-messages.ts";
import { RESERVATION_ID, reserveNow } from "../conformance/harness/reservations.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { WITH_DISPLAY } from "../fakes/everest/simulated-display.ts";
import { energySinkOf } from "../fakes/everest/simulated-energy-sinks.ts";
import { ISO15118_PLACE } from "../fakes/everest/simulated-iso15118.ts";
import { RESERVATION_PLACE } from "../fakes/everest/simulated-reservation.ts";
import { verdict } from "./failing-commands.ts";
import { assertNoBug, chargesElsewhere } from "./undisturbed.ts";

const VENDOR = { moduleId: "vendor", implementationId: "main" };

/** Everything that a station can have, by requirement. */
const COMPLETE = {
  data_transfer: [VENDOR],
  display_message: WITH_DISPLAY.connections.display_message,
  evse_energy_sink: [0, 1, 2].map((evse) => ({
    moduleId: energySinkOf(evse),
    implementationId: "external_limits",
  })),
  extensions_15118: [ISO15118_PLACE],
  reservation: [RESERVATION_PLACE],
} as const;

/** What a certificate for vehicles needs to be known; whether there is ISO 15118 is for the bus to say. */
const { "ISO15118Ctrlr.Available": _, ...SIGNING } = ISO15118_VARIABLES;

type Requirement = keyof typeof COMPLETE;

/** `Component.Variable` or `Component.Variable[instance]`: the value that the CSMS reads, or why it reads none. */
async function value({ csms }: StationUnderTest, name: string): Promise<string | undefined> {
  const [, component = "", variable = "", instance] = /^(\w+)\.(\w+)(?:\[(\w+)\])?$/.exec(name) ?? [];
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{
      component: { name: component },
      variable: { name: variable, ...(instance && { instance }) },
    }],
  });
  const [result] = getVariableResult;
  return result?.attributeStatus === "Accepted" ? result.attributeValue : result?.attributeStatus;
}

/** The status and reason of an answer, or the code of a CALLERROR. */
async function answer(
  { csms }: StationUnderTest,
  ...[action, request]: Parameters<Csms["tryCall"]>
): Promise<string> {
  const answered = await csms.tryCall(action, request);
  return answered.kind === "error" ? answered.code : verdict(answered.payload as { status: string });
}

interface Feature {
  /** What the CSMS reads: with the module, and without. */
  readonly variables: Readonly<Record<string, readonly [string, string]>>;
  /** What it is answered: with the module, and without. */
  readonly requests: readonly {
    readonly ask: (station: StationUnderTest) => Promise<string>;
    readonly answers: readonly [string, string];
  }[];
}

const FEATURES: Readonly<Record<Requirement, Feature>> = {
  data_transfer: {
    variables: {},
    requests: [
      {
        ask: (station) => answer(station, "DataTransfer", { vendorId: "acme" }),
        // P01.FR.05
        answers: ["Accepted", "UnknownVendorId"],
      },
    ],
  },
  display_message: {
    variables: { "DisplayMessageCtrlr.Available": ["true", "false"] },
    requests: [
      {
        ask: (station) => answer(station, "SetDisplayMessage", { message: message(1) }),
        answers: ["Accepted", "Rejected UnsupportedRequest"],
      },
      {
        ask: (station) => answer(station, "GetDisplayMessages", { requestId: 1 }),
        answers: ["Accepted", "Unknown UnsupportedRequest"],
      },
      {
        ask: (station) => answer(station, "ClearDisplayMessage", { id: 1 }),
        answers: ["Accepted", "Unknown UnsupportedRequest"],
      },
    ],
  },
  evse_energy_sink: {
    variables: {},
    requests: [
      {
        // Without anybody who could limit it, a station charges as it likes.
        ask: ({ everest }) => Promise.resolve(`${everest.record.callsOf("set_external_limits").length > 0}`),
        answers: ["true", "false"],
      },
    ],
  },
  extensions_15118: {
    variables: { "ISO15118Ctrlr.Available": ["true", "false"] },
    requests: [
      {
        ask: (station) => answer(station, "TriggerMessage", { requestedMessage: "SignV2GCertificate" }),
        answers: ["Accepted", "Rejected NotEnabled"],
      },
    ],
  },
  reservation: {
    variables: { "ReservationCtrlr.Available": ["true", "false"] },
    requests: [
      {
        ask: async (station) => verdict(await reserveNow(station)),
        answers: ["Accepted", "Rejected UnsupportedRequest"],
      },
      {
        ask: (station) => answer(station, "CancelReservation", { reservationId: RESERVATION_ID }),
        answers: ["Accepted", "Rejected UnsupportedRequest"],
      },
    ],
  },
};

async function startWith(connections: Readonly<Record<string, readonly typeof VENDOR[]>>) {
  const station = await startStation({
    variables: SIGNING,
    everest: { evses: 2, iso15118: "connected", connections },
    start: false,
  });
  station.everest.client.onCmd(VENDOR.moduleId, VENDOR.implementationId, "data_transfer", () => ({
    status: "Accepted",
  }));
  station.start();
  await booted(station);
  await station.settle();
  return station;
}

async function assertOffers(station: StationUnderTest, absent: ReadonlySet<string>): Promise<void> {
  for (const [requirement, { variables, requests }] of Object.entries(FEATURES)) {
    const which = absent.has(requirement) ? 1 : 0;
    for (const [name, expected] of Object.entries(variables)) {
      assert.equal(await value(station, name), expected[which], name);
    }
    for (const { ask, answers } of requests) assert.equal(await ask(station), answers[which], requirement);
  }
  await chargesElsewhere(station);
  assertNoBug(station);
}

Deno.test("a station with every optional module offers everything", async () => {
  await using station = await startWith(COMPLETE);
  await assertOffers(station, new Set());
});

for (const requirement of Object.keys(COMPLETE)) {
  Deno.test(`a station without ${requirement} says so, offers all the rest and charges`, async () => {
    await using station = await startWith({ ...COMPLETE, [requirement]: [] });
    await assertOffers(station, new Set([requirement]));
  });
}

Deno.test("a station with nothing but what it must have says so and charges", async () => {
  const none = Object.fromEntries(Object.keys(COMPLETE).map((requirement) => [requirement, []]));
  await using station = await startWith(none);
  await assertOffers(station, new Set(Object.keys(COMPLETE)));
});
