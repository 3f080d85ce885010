import assert from "node:assert/strict";
import { FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import {
  type AuthTokenValidatorHandlers,
  provideAuthTokenValidator,
} from "../../../../src/everest/interfaces/auth-token-validator.ts";
import { provideAuthTokenProvider } from "../../../../src/everest/interfaces/auth-token-provider.ts";
import { provideOcpp } from "../../../../src/everest/interfaces/ocpp.ts";
import { provideOcppDataTransfer } from "../../../../src/everest/interfaces/ocpp-data-transfer.ts";
import { provideSessionCost } from "../../../../src/everest/interfaces/session-cost.ts";

const card = { id_token: { value: "RFID1", type: "ISO14443" }, authorization_type: "RFID" };
const unknownToken = {
  kind: "result",
  value: { authorization_status: "Unknown", tariff_messages: [] },
};

function validator(validateToken: AuthTokenValidatorHandlers["validateToken"]) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const publisher = provideAuthTokenValidator(module, "auth_validator", { validateToken }, log);
  const ask = (args: unknown) => module.invoke("auth_validator", "validate_token", args, "auth");
  return { module, log, publisher, ask };
}

function ocpp(module: FakeEverestModule, log = new RecordingLogger()) {
  return provideOcpp(module, "ocpp_generic", {
    stop: () => true,
    restart: () => Promise.resolve(false),
    securityEvent: () => {},
    getVariables: ({ requests }) =>
      requests.map(({ component_variable }) => ({ status: "Accepted", component_variable, value: "1" })),
    setVariables: () => [],
    changeAvailability: () => ({ status: "Scheduled" }),
    monitorVariables: () => {},
  }, log);
}

Deno.test("a command is answered from its decoded arguments, with the caller's id", async () => {
  const { ask } = validator(({ provided_token }, origin) => ({
    authorization_status: "Accepted",
    tariff_messages: [{ content: `${origin} ${provided_token.id_token.value}` }],
  }));
  assert.deepEqual(await ask({ provided_token: card }), {
    kind: "result",
    value: { authorization_status: "Accepted", tariff_messages: [{ content: "auth RFID1" }] },
  });
});

Deno.test("wrong arguments are answered in the interface's own way where it has one", async () => {
  const { ask, log } = validator(() => assert.fail("must not be asked"));
  const cases = [
    null,
    {},
    { provided_token: { ...card, authorization_type: "Magic" } },
    { provided_token: { ...card, id_token: { value: "x".repeat(37), type: "ISO14443" } } },
  ];
  for (const args of cases) assert.deepEqual(await ask(args), unknownToken);
  assert.deepEqual(log.lines[2], {
    level: "warning",
    scope: "test",
    message: "a command is refused: its arguments are wrong",
    fields: {
      implementation: "auth_validator",
      interface: "auth_token_validator",
      field: "auth:validate_token.provided_token.authorization_type",
      reason: 'is not a known value: "Magic"',
    },
  });
});

Deno.test("a handler that throws, rejects or returns what would kill the caller answers in-band too", async () => {
  const answers: AuthTokenValidatorHandlers["validateToken"][] = [
    () => assert.fail("bug"),
    () => Promise.reject(new Error("bug")),
    () => ({ authorization_status: "Fine" as "Accepted", tariff_messages: [] }),
    () => ({ authorization_status: "Accepted", tariff_messages: [], expiry_time: "tomorrow" }),
  ];
  for (const answer of answers) {
    const { ask, log } = validator(answer);
    assert.deepEqual(await ask({ provided_token: card }), unknownToken);
    assert.equal(log.messages("warning").length, 1);
  }
});

Deno.test("without a way of its own the interface answers wrong arguments with MessageParsingError", async () => {
  const module = new FakeEverestModule();
  ocpp(module);
  assert.deepEqual(await module.invoke("ocpp_generic", "get_variables", { requests: [{}] }), {
    kind: "error",
    type: "MessageParsingError",
    message: "requests.0.component_variable: must be an object, is nothing",
  });
});

Deno.test("a failing handler without a way of its own answers HandlerException", async () => {
  const module = new FakeEverestModule();
  provideOcpp(module, "ocpp_generic", {
    stop: () => true,
    restart: () => true,
    securityEvent: () => Promise.reject(new Error("disk full")),
    getVariables: () => [],
    setVariables: () => [],
    changeAvailability: () => ({ status: "Accepted" }),
    monitorVariables: () => {},
  }, new RecordingLogger());
  assert.deepEqual(await module.invoke("ocpp_generic", "security_event", { event: { type: "X" } }), {
    kind: "error",
    type: "HandlerException",
    message: "disk full",
  });
});

Deno.test("every command of the ocpp interface is answered, null standing for no arguments", async () => {
  const module = new FakeEverestModule();
  ocpp(module);
  const variable = { component: { name: "C", evse: { id: 1 } }, variable: { name: "V", instance: "i" } };
  const cases: [string, unknown, unknown][] = [
    ["stop", null, true],
    ["restart", {}, false],
    ["security_event", { event: { type: "X", critical: true } }, null],
    ["get_variables", { requests: [{ component_variable: variable, attribute_type: "Target" }] }, [{
      status: "Accepted",
      component_variable: variable,
      value: "1",
    }]],
    ["set_variables", { requests: [{ component_variable: variable, value: "1" }], source: "me" }, []],
    ["change_availability", { request: { operational_status: "Inoperative" } }, { status: "Scheduled" }],
    ["monitor_variables", { component_variables: [variable] }, null],
  ];
  for (const [command, args, value] of cases) {
    assert.deepEqual(await module.invoke("ocpp_generic", command, args), { kind: "result", value }, command);
  }
  assert.equal(module.provided.size, cases.length);
});

Deno.test("an availability request that makes no sense is Rejected with InvalidInput", async () => {
  const module = new FakeEverestModule();
  ocpp(module);
  const request = { operational_status: "Inoperative", evse: { id: -1 } };
  assert.deepEqual(await module.invoke("ocpp_generic", "change_availability", { request }), {
    kind: "result",
    value: {
      status: "Rejected",
      status_info: {
        reason_code: "InvalidInput",
        additional_info: "request.evse.id: is not within 1..2147483647",
      },
    },
  });
});

Deno.test("a data transfer that cannot be read is Rejected", async () => {
  const module = new FakeEverestModule();
  provideOcppDataTransfer(module, "data_transfer", {
    dataTransfer: ({ request }) => ({ status: "Accepted", data: request.vendor_id }),
  }, new RecordingLogger());
  const ask = (request: unknown) => module.invoke("data_transfer", "data_transfer", { request });
  assert.deepEqual(await ask({ vendor_id: "v" }), {
    kind: "result",
    value: { status: "Accepted", data: "v" },
  });
  assert.deepEqual(await ask({ vendor_id: 1 }), { kind: "result", value: { status: "Rejected" } });
});

Deno.test("variables are published under their implementation and name", () => {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const generic = ocpp(module, log);
  const cost = provideSessionCost(module, "session_cost", log);
  const provider = provideAuthTokenProvider(module, "auth_provider", log);
  const { publisher } = validator(() => ({ authorization_status: "Accepted", tariff_messages: [] }));
  const timestamp = "2026-01-01T00:00:00.000Z";
  const message = { content: "c", format: "UTF8" } as const;
  const componentVariable = { component: { name: "C" }, variable: { name: "V" } };
  assert.ok(generic.publishTransactionEvent({ transaction_event: "Started", session_id: "s" }));
  assert.ok(generic.publishTransactionEventResponse({
    original_transaction_event: { transaction_event: "Ended", session_id: "s" },
    total_cost: 1.5,
  }));
  assert.ok(generic.publishChargingSchedules({
    schedules: [{
      evse: 0,
      charging_rate_unit: "A",
      charging_schedule_period: [{ start_period: 0, limit: 16 }],
    }],
  }));
  assert.ok(generic.publishConnectionStatus({ connected: true, csms_url: "wss://x", configuration_slot: 1 }));
  assert.ok(generic.publishSecurityEvent({ type: "StartupOfTheDevice", timestamp }));
  assert.ok(generic.publishEventData({
    component_variable: componentVariable,
    event_id: 0,
    timestamp,
    trigger: "Delta",
    actual_value: "1",
    event_notification_type: "CustomMonitor",
  }));
  assert.ok(
    generic.publishBootNotificationResponse({ status: "Pending", current_time: timestamp, interval: 3 }),
  );
  assert.ok(generic.publishOcppMessage({ message: "[]", direction: "CSMSToChargingStation" }));
  assert.ok(cost.publishDefaultPrice({ messages: [message] }));
  assert.ok(cost.publishTariffMessage({ messages: [message], identifier_type: "IdToken" }));
  assert.ok(cost.publishSessionCost({
    session_id: "s",
    currency: { code: "EUR", decimals: 2 },
    status: "Running",
    cost_chunks: [{ cost: { value: 123 } }],
  }));
  assert.ok(provider.publishProvidedToken({
    id_token: { value: "R", type: "Central" },
    authorization_type: "OCPP",
    connectors: [1],
  }));
  assert.ok(publisher.publishValidateResultUpdate({
    connector_id: 1,
    validation_result: { authorization_status: "Blocked", tariff_messages: [] },
  }));
  assert.deepEqual(log.lines, []);
  assert.deepEqual(module.published.map(({ implementation, variable }) => `${implementation}/${variable}`), [
    "ocpp_generic/ocpp_transaction_event",
    "ocpp_generic/ocpp_transaction_event_response",
    "ocpp_generic/charging_schedules",
    "ocpp_generic/is_connected",
    "ocpp_generic/connection_status",
    "ocpp_generic/security_event",
    "ocpp_generic/event_data",
    "ocpp_generic/boot_notification_response",
    "ocpp_generic/ocpp_message",
    "session_cost/default_price",
    "session_cost/tariff_message",
    "session_cost/session_cost",
    "auth_provider/provided_token",
  ]);
});

Deno.test("a variable that would break its receivers is not published but reported", () => {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const cost = provideSessionCost(module, "session_cost", log);
  const published = cost.publishSessionCost({
    session_id: "s",
    currency: {},
    status: "Running",
    cost_chunks: [{ cost: { value: 1.5 } }],
  });
  assert.equal(published, false);
  assert.deepEqual(module.published, []);
  assert.equal(log.lines[0]?.fields["field"], "session_cost.cost_chunks.0.cost.value");
});
