import assert from "node:assert/strict";
import { authTokenValidatorInterface } from "../../src/everest/interfaces/auth-token-validator.ts";
import { authInterface } from "../../src/everest/interfaces/auth.ts";
import { evseManagerInterface } from "../../src/everest/interfaces/evse-manager.ts";
import { evseSecurityInterface } from "../../src/everest/interfaces/evse-security.ts";
import type { Shape } from "../../src/everest/codec/mod.ts";
import type { Interface } from "../../src/everest/interfaces/interface.ts";
import { iso15118ExtensionsInterface } from "../../src/everest/interfaces/iso15118-extensions.ts";
import { ocppDataTransferInterface } from "../../src/everest/interfaces/ocpp-data-transfer.ts";
import { ocppInterface } from "../../src/everest/interfaces/ocpp.ts";
import { reservationInterface } from "../../src/everest/interfaces/reservation.ts";
import { systemInterface } from "../../src/everest/interfaces/system.ts";
import { booted, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { garbageFor, sampleOf } from "../fakes/everest/garbage.ts";
import { ISO15118_PLACE } from "../fakes/everest/simulated-iso15118.ts";
import { RESERVATION_PLACE } from "../fakes/everest/simulated-reservation.ts";
import type { CmdReply } from "../fakes/mqtt/bus-client.ts";
import { assertNoBug, chargesElsewhere } from "./undisturbed.ts";

const place = (moduleId: string, implementationId: string) => ({ moduleId, implementationId });

/** Who publishes to us, and what of that we do not listen to. */
const PUBLISHERS = [
  {
    declared: evseManagerInterface,
    at: place("evse_manager_1", "evse"),
    unheard: ["car_manufacturer", "hlc_session_failed", "selected_protocol", "telemetry"],
  },
  { declared: authInterface, at: place("auth", "main"), unheard: [] },
  { declared: systemInterface, at: place("system", "main"), unheard: ["configure_network_status"] },
  { declared: evseSecurityInterface, at: place("evse_security", "main"), unheard: [] },
  { declared: reservationInterface, at: RESERVATION_PLACE, unheard: [] },
  { declared: iso15118ExtensionsInterface, at: ISO15118_PLACE, unheard: [] },
] as const;

const OPTIONS = {
  everest: { evses: 2, iso15118: "connected", evse: { meterIntervalMs: 3_600_000 } },
} as const;

/** Values that fit, with texts that nobody expects. */
function absurdities(shape: Shape): readonly unknown[] {
  return ["x", "", "\u0000\uFFFF", "x".repeat(20_000)].flatMap((text) =>
    (["small", "complete"] as const).map((how) => sampleOf(shape, text, how))
  );
}

for (const { declared: known, at, unheard } of PUBLISHERS) {
  const declared = known as unknown as Interface;
  Deno.test(`${declared.name}: variables that nobody can read are dropped, named in the log, and disturb nobody`, async () => {
    await using station = await startStation(OPTIONS);
    const { everest, log } = station;
    await booted(station);
    await station.settle();
    const since = log.lines.length;
    for (const [variable, codec] of Object.entries(declared.variables)) {
      for (const { value } of garbageFor(codec)) {
        await everest.client.publishVar(at.moduleId, at.implementationId, variable, value);
      }
    }
    await station.settle();
    const named = log.lines.slice(since).filter(({ message, fields }) =>
      message === "a variable is dropped: its value is wrong" && fields["module"] === at.moduleId &&
      fields["interface"] === declared.name
    ).map(({ fields }) => String(fields["field"]).split(".")[0]!);
    const heard = Object.keys(declared.variables).filter((name) =>
      !(unheard as readonly string[]).includes(name)
    );
    assert.deepEqual([...new Set(named)].sort(), heard.sort());
    await chargesElsewhere(station);
    assertNoBug(station);
  });

  Deno.test(`${declared.name}: variables that fit and make no sense disturb nobody`, async () => {
    await using station = await startStation(OPTIONS);
    const { everest } = station;
    await booted(station);
    await station.settle();
    const samples = Object.entries(declared.variables).flatMap(([variable, { shape }]) =>
      absurdities(shape).map((sample) => ({ variable, shape, sample }))
    );
    for (const { variable, shape, sample } of samples) {
      const literals = Object.entries(shape.kind === "object" ? shape.required : {})
        .flatMap(([field, { shape }]) =>
          shape.kind === "enum" ? shape.literals.map((literal) => ({ [field]: literal })) : []
        );
      for (const literal of literals.length > 0 ? literals : [{}]) {
        const value = typeof sample === "object" && !Array.isArray(sample)
          ? { ...sample, ...literal }
          : sample;
        await everest.client.publishVar(at.moduleId, at.implementationId, variable, value);
      }
    }
    // Whatever update of the firmware that was, it is over.
    const over = { firmware_update_status: "InstallationFailed", request_id: 1 };
    await everest.client.publishVar("system", "main", "firmware_update_status", over);
    await station.settle();
    await chargesElsewhere(station);
    await queueEmptied(station);
    assertNoBug(station);
  });
}

Deno.test("errors that nobody can read are dropped, named in the log, and disturb nobody", async () => {
  await using station = await startStation(OPTIONS);
  const { everest, csms, log } = station;
  await booted(station);
  const legal = {
    type: "evse_board_support/VendorError",
    sub_type: "",
    description: "d",
    message: "m",
    severity: "High",
    state: "Active",
    vendor_id: "v",
    uuid: "u",
    timestamp: new Date(station.clock.wallMs()).toISOString(),
    origin: { module_id: "yeti_driver_1", implementation_id: "board_support" },
  };
  const garbage: unknown[] = [null, 7, "x", [], {}, "x".repeat(1_000_000)];
  for (const field of Object.keys(legal)) {
    const { [field as keyof typeof legal]: _, ...rest } = legal;
    garbage.push(rest, { ...rest, [field]: null }, { ...rest, [field]: 7 }, { ...rest, [field]: ["x"] });
  }
  const topic = `${everest.prefix}modules/yeti_driver_1/impl/board_support/error/${legal.type}`;
  const before = log.messages("warning").length;
  for (const data of garbage) {
    for (const msg_type of ["RaiseError", "ClearError"]) {
      await everest.client.publishRaw(topic, JSON.stringify({ data, msg_type }));
    }
  }
  await station.settle();
  assert(log.messages("warning").length > before);
  // The next one that can be read is told.
  const told = csms.received("NotifyEvent").length;
  await everest.client.raiseError({
    moduleId: "yeti_driver_1",
    implementationId: "board_support",
    type: "evse_board_support/MREC9OverTemperature",
    mapping: { evse: 1 },
  });
  for (let round = 0; csms.received("NotifyEvent").length === told && round < 100; round++) {
    await station.settle();
  }
  assert(csms.received("NotifyEvent").length > told);
  await chargesElsewhere(station);
  assertNoBug(station);
});

const PROVIDED: readonly (readonly [string, Interface])[] = [
  ["auth_validator", authTokenValidatorInterface as unknown as Interface],
  ["data_transfer", ocppDataTransferInterface as unknown as Interface],
  ["ocpp_generic", ocppInterface as unknown as Interface],
];

/** Every command that we provide, with arguments that nobody can read. */
function garbageCalls({ everest }: StationUnderTest): { call: string; reply: Promise<CmdReply> }[] {
  return PROVIDED.flatMap(([implementation, { commands }]) =>
    Object.entries(commands).flatMap(([command, { args }]) =>
      garbageFor(args).filter(({ value }) => value !== null).map(({ what, value }) => ({
        call: `${implementation}.${command}: ${what}`,
        reply: everest.client.call(everest.moduleId, implementation, command, value),
      }))
    )
  );
}

Deno.test("commands with arguments that nobody can read are all refused, at once and side by side", async () => {
  await using station = await startStation(OPTIONS);
  await booted(station);
  await station.settle();
  const calls = garbageCalls(station);
  assert(calls.length >= 100, `${calls.length} calls`);
  for (const { call, reply } of calls) {
    const answer = await reply;
    if (answer.kind === "error") {
      assert.equal(answer.type, "MessageParsingError", call);
      assert(answer.message.length < 1000, call);
      continue;
    }
    // The interface's own way of saying no.
    const { authorization_status: authorization, status } = answer.value as Record<string, unknown>;
    const no = answer.value === false || ["Unknown", "Invalid"].includes(String(authorization)) ||
      ["Rejected", "Offline"].includes(String(status));
    assert(no, `${call} is answered ${JSON.stringify(answer.value)}`);
  }
  await chargesElsewhere(station);
  assertNoBug(station);
});

Deno.test("commands that fit and make no sense are answered, and disturb nobody", async () => {
  await using station = await startStation(OPTIONS);
  const { everest } = station;
  await booted(station);
  await station.settle();
  for (const [implementation, declared] of PROVIDED) {
    for (const [command, { args }] of Object.entries(declared.commands)) {
      if (command === "stop" || command === "restart") continue;
      for (const sample of absurdities(args.shape)) {
        const reply = await everest.client.call(everest.moduleId, implementation, command, sample);
        const what = `${command} of ${JSON.stringify(sample).slice(0, 200)}`;
        if (reply.kind === "result") everest.record.answered(declared, command, reply.value);
        else assert.equal(reply.type, "MessageParsingError", what);
      }
    }
  }
  // The station is in use again, whatever was asked for.
  const request = { operational_status: "Operative" };
  await everest.client.call(everest.moduleId, "ocpp_generic", "change_availability", { request });
  await station.settle();
  await chargesElsewhere(station);
  assertNoBug(station);
});

Deno.test("calls that carry no id, no origin or no envelope get no answer and disturb nobody", async () => {
  await using station = await startStation(OPTIONS);
  const { everest } = station;
  await booted(station);
  const topic = `${everest.prefix}modules/${everest.moduleId}/impl/ocpp_generic/cmd/stop`;
  const data = { args: null, id: "1", origin: "probe" };
  const texts = [
    "",
    "no JSON",
    "null",
    "[]",
    JSON.stringify({ data: null, msg_type: "Cmd" }),
    JSON.stringify({ data: { ...data, id: 7 }, msg_type: "Cmd" }),
    JSON.stringify({ data: { ...data, id: "" }, msg_type: "Cmd" }),
    JSON.stringify({ data: { ...data, origin: undefined }, msg_type: "Cmd" }),
    JSON.stringify({ data: { ...data, origin: "a/+/#" }, msg_type: "Cmd" }),
    "\uFFFF".repeat(100_000),
  ];
  for (const text of texts) await everest.client.publishRaw(topic, text);
  await everest.client.publishRaw(topic, new Uint8Array([0xff, 0xfe, 0x00, 0x80]));
  const unknown = topic.replace(/stop$/, "no_such_command");
  await everest.client.publishRaw(unknown, JSON.stringify({ data, msg_type: "Cmd" }));
  await station.settle();
  assert.equal(station.csms.connections, 1);
  await chargesElsewhere(station);
  assertNoBug(station);
});

/** A hundred calls of other modules, all at once. */
function hundredCalls({ everest }: StationUnderTest): readonly Promise<CmdReply>[] {
  const component_variable = {
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "HeartbeatInterval" },
  };
  const provided_token = (value: string) => ({
    id_token: { value, type: "ISO14443" },
    authorization_type: "RFID",
    prevalidated: false,
  });
  const kinds = [
    (n: number) => ["auth_validator", "validate_token", { provided_token: provided_token(`TOKEN${n}`) }],
    (n: number) => ["data_transfer", "data_transfer", { request: { vendor_id: `vendor ${n}` } }],
    () => ["ocpp_generic", "get_variables", { requests: [{ component_variable }] }],
    (n: number) => [
      "ocpp_generic",
      "set_variables",
      { requests: [{ component_variable, value: String(100 + n) }], source: "probe" },
    ],
    (n: number) => [
      "ocpp_generic",
      "change_availability",
      { request: { operational_status: n % 2 ? "Operative" : "Inoperative", evse: { id: 1 } } },
    ],
  ] as const;
  return Array.from({ length: 100 }, (_, n) => {
    const [implementation, command, args] = kinds[n % kinds.length]!(n) as [string, string, unknown];
    return everest.client.call(everest.moduleId, implementation, command, args);
  });
}

const answered = async (replies: readonly Promise<CmdReply>[]): Promise<Set<string>> => {
  const outcomes = await Promise.all(replies);
  return new Set(outcomes.map((reply) => {
    assert.equal(reply.kind, "result");
    const value = [reply.kind === "result" ? reply.value : undefined].flat()[0] as Record<string, unknown>;
    return String(value["authorization_status"] ?? value["status"]);
  }));
};

Deno.test("a hundred commands at once are all answered", async () => {
  await using station = await startStation(OPTIONS);
  await booted(station);
  await station.settle();
  assert.deepEqual(await answered(hundredCalls(station)), new Set(["Accepted", "UnknownVendorId"]));
  await chargesElsewhere(station);
  assertNoBug(station);
});

Deno.test("a hundred commands at once, whose CSMS is silent: who needs it waits, the others do not, none over its time", async () => {
  await using station = await startStation(OPTIONS);
  const { csms, clock } = station;
  await booted(station);
  await station.settle();
  for (const action of ["Authorize", "DataTransfer"] as const) csms.hold(action);
  const replies = hundredCalls(station);
  const startMs = clock.monotonicMs();
  const local = replies.filter((_, n) => n % 5 >= 2);
  assert.deepEqual(await answered(local), new Set(["Accepted"]));
  let settled: "no" | "yes" = "no";
  const all = answered(replies).then((found) => {
    settled = "yes";
    return found;
  });
  while (settled === "no" && clock.monotonicMs() - startMs < 300_000) await station.pass(1000);
  assert(clock.monotonicMs() - startMs < 290_000, "a C++ caller has forgotten its call by then");
  assert.deepEqual(await all, new Set(["Accepted", "Unknown", "Offline"]));
});

Deno.test("while OCPP is stopped every command gets its answer at once", async () => {
  await using station = await startStation(OPTIONS);
  const { everest, csms } = station;
  await booted(station);
  await station.settle();
  const reply = await everest.client.call(everest.moduleId, "ocpp_generic", "stop", null);
  assert.deepEqual(reply, { kind: "result", value: true });
  await csms.disconnected();
  assert.deepEqual(await answered(hundredCalls(station)), new Set(["Accepted", "Unknown", "Offline"]));
  assertNoBug(station);
});
