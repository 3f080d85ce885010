import assert from "node:assert/strict";
import { auth } from "../../../src/everest/interfaces/auth.ts";
import { provideAuthTokenProvider } from "../../../src/everest/interfaces/auth-token-provider.ts";
import { provideAuthTokenValidator } from "../../../src/everest/interfaces/auth-token-validator.ts";
import { evseManager } from "../../../src/everest/interfaces/evse-manager.ts";
import { system } from "../../../src/everest/interfaces/system.ts";
import { connectorId, evseId } from "../../../src/kernel/ids.ts";
import { setConnectionTimeout, setMasterPassGroupId } from "../../../src/bridge/auth-settings.ts";
import { EvseAdapter } from "../../../src/bridge/evse-adapter.ts";
import { SystemAdapter } from "../../../src/bridge/system-adapter.ts";
import { TokenAdapter } from "../../../src/bridge/token-adapter.ts";
import { UNKNOWN_TOKEN } from "../../../src/bridge/validation-result.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function bench() {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const manager = (index: number) =>
    evseManager(module, connectionTo("evse_manager", `evse_${index + 1}`, index), log);
  const authClient = auth(module, connectionTo("auth", "auth"), log);
  return {
    module,
    auth: authClient,
    evses: new EvseAdapter([manager(0), manager(1)], authClient),
    system: new SystemAdapter(system(module, connectionTo("system", "system"), log)),
    tokens: new TokenAdapter(
      provideAuthTokenProvider(module, "auth_provider", log),
      provideAuthTokenValidator(module, "auth_validator", { validateToken: () => UNKNOWN_TOKEN }, log),
      log,
    ),
  };
}

Deno.test("a transaction is stopped at its EVSE in EVerest's words", async () => {
  const { module, evses } = bench();
  module.answer("evse_2", "stop_transaction", true);
  assert.equal(await evses.stopTransaction(evseId(2), "ImmediateReset"), true);
  assert.deepEqual(module.sent[0]?.args, { request: { reason: "HardReset" } });
  assert.equal(await evses.stopTransaction(evseId(1), "Remote"), undefined, "no answer");
  assert.equal(await evses.stopTransaction(evseId(3), "Remote"), undefined, "no such EVSE");
});

Deno.test("a refused or garbled pause counts as not paused", async () => {
  const { module, evses } = bench();
  for (const [answer, expected] of [[true, true], [false, false], ["yes", false]] as const) {
    module.answer("evse_1", "pause_charging", answer);
    assert.equal(await evses.pauseCharging(evseId(1)), expected);
  }
});

Deno.test("an authorization is withdrawn at Auth, for one EVSE and its token", async () => {
  const { module, evses } = bench();
  module.answer("auth", "withdraw_authorization", "Accepted");
  assert.equal(await evses.withdrawAuthorization(evseId(2), { idToken: "A", type: "ISO14443" }), true);
  const id_token = { value: "A", type: "ISO14443" };
  assert.deepEqual(module.sent[0]?.args, { request: { evse_id: 2, id_token } });
  module.answer("auth", "withdraw_authorization", "AuthorizationNotFound");
  assert.equal(await evses.withdrawAuthorization(evseId(2), undefined), false);
  assert.deepEqual(module.sent[1]?.args, { request: { evse_id: 2 } });
});

Deno.test("what counts is whether the connector is enabled afterwards, not what was asked for", async () => {
  const { module, evses } = bench();
  module.answer("evse_1", "enable_disable", true);
  assert.equal(await evses.setOperative(evseId(1), connectorId(1), false), true);
  assert.deepEqual(module.sent[0]?.args, {
    connector_id: 1,
    cmd_source: { enable_source: "CSMS", enable_state: "Disable", enable_priority: 5000 },
  });
  module.answer("evse_1", "enable_disable", false);
  assert.equal(await evses.setOperative(evseId(1), connectorId(1), true), false);
  assert.equal(await evses.setOperative(evseId(2), connectorId(1), true), undefined);
});

Deno.test("the boot reason is asked for once, since asking makes the system module forget it", async () => {
  const { module, system } = bench();
  module.answer("system", "get_boot_reason", "RemoteReset");
  assert.deepEqual(await Promise.all([system.bootReason(), system.bootReason()]), [
    "RemoteReset",
    "RemoteReset",
  ]);
  assert.equal(await system.bootReason(), "RemoteReset");
  assert.equal(module.sent.length, 1);
});

Deno.test("without an answer the boot reason is Unknown", async () => {
  assert.equal(await bench().system.bootReason(), "Unknown");
});

Deno.test("the system time is set, or refused", async () => {
  const { module, system } = bench();
  const timestamp = "2026-01-01T00:00:00.000Z";
  assert.equal(await system.setSystemTime(timestamp), false);
  module.answer("system", "set_system_time", true);
  assert.equal(await system.setSystemTime(timestamp), true);
  assert.deepEqual(module.sent.at(-1)?.args, { timestamp });
});

Deno.test("a remote start is published as a token, a change of mind as a validation update of the EVSE", () => {
  const { module, tokens } = bench();
  tokens.provideToken({
    idToken: { idToken: "R", type: "Central" },
    remoteStartId: 3,
    evseIds: [evseId(1)],
    prevalidated: true,
  });
  tokens.publishTokenUpdate(evseId(2), { status: "Blocked" });
  assert.deepEqual(module.published, [
    {
      implementation: "auth_provider",
      variable: "provided_token",
      value: {
        id_token: { value: "R", type: "Central" },
        authorization_type: "OCPP",
        request_id: 3,
        connectors: [1],
        prevalidated: true,
      },
    },
    {
      implementation: "auth_validator",
      variable: "validate_result_update",
      value: {
        validation_result: { authorization_status: "Blocked", tariff_messages: [] },
        connector_id: 2,
      },
    },
  ]);
});

Deno.test("Auth gets the connection time-out within its range", async () => {
  const { module, auth } = bench();
  module.answer("auth", "set_connection_timeout", null);
  for (const [seconds, sent] of [[0, 10], [10, 10], [60, 60], [300, 300], [301, 300]] as const) {
    assert.equal(await setConnectionTimeout(auth, seconds), true);
    assert.deepEqual(module.sent.at(-1)?.args, { connection_timeout: sent });
  }
});

Deno.test("Auth gets the master pass group, cut to what a token can hold", async () => {
  const { module, auth } = bench();
  assert.equal(await setMasterPassGroupId(auth, "x"), false);
  module.answer("auth", "set_master_pass_group_id", null);
  assert.equal(await setMasterPassGroupId(auth, "x".repeat(37)), true);
  assert.deepEqual(module.sent.at(-1)?.args, { master_pass_group_id: "x".repeat(36) });
});
