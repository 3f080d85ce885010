import assert from "node:assert/strict";
import fc from "fast-check";
import { isBusName, Topics } from "../../../src/everest/topics.ts";

const topics = new Topics("everest/");

Deno.test("every topic we build is recognised as what it is", () => {
  const at = { moduleId: "m", implementationId: "i" };
  const built: readonly (readonly [string, unknown])[] = [
    [topics.globalReady, { kind: "globalReady" }],
    [topics.shutdown, { kind: "shutdown" }],
    [topics.configRequest, { kind: "configRequest" }],
    [topics.definition("module_names"), { kind: "definition", name: "module_names" }],
    [topics.moduleReady("m"), { kind: "moduleReady", moduleId: "m" }],
    [topics.configResponse("m"), { kind: "configResponse", moduleId: "m" }],
    [topics.metadata("m"), { kind: "metadata", moduleId: "m" }],
    [topics.variable("m", "i", "v"), { kind: "variable", ...at, name: "v" }],
    [topics.command("m", "i", "c"), { kind: "command", ...at, name: "c" }],
    [topics.commandResult("m", "i", "c", "x"), { kind: "commandResult", ...at, name: "c", caller: "x" }],
    [topics.error("m", "i", "generic/VendorError"), { kind: "error", ...at, type: "generic/VendorError" }],
  ];
  for (const [topic, meaning] of built) assert.deepEqual(topics.parse(topic), meaning, topic);
});

Deno.test("topics are spelled as on EVerest's bus", () => {
  assert.equal(
    topics.variable("evse_1", "evse", "session_event"),
    "everest/modules/evse_1/impl/evse/var/session_event",
  );
  assert.equal(
    topics.commandResult("evse_1", "evse", "pause_charging", "ocpp"),
    "everest/modules/evse_1/impl/evse/cmd/pause_charging/response/ocpp",
  );
  assert.equal(new Topics("").moduleReady("ocpp"), "modules/ocpp/ready");
});

for (
  const topic of [
    "other/ready",
    "everest",
    "everest/modules/m",
    "everest/modules/m/toString",
    "everest/modules/m/impl/i/var",
    "everest/modules/m/impl/i/var/v/w",
    "everest/modules/m/impl/i/error/OneLevel",
    "everest/modules/m/impl/i/cmd/c/answer/x",
    "everest/modules/m/impl/i/cmd/c/response",
    "everest/modules/m/heartbeat",
    "everest/interface_definitions/auth",
  ]
) {
  Deno.test(`${topic} is not a topic that we deal with`, () => {
    assert.deepEqual(topics.parse(topic), { kind: "foreign" });
  });
}

Deno.test("any topic is recognised or foreign", () => {
  const level = fc.oneof(
    fc.constantFrom("modules", "impl", "cmd", "var", "error", "response", ""),
    fc.string(),
  );
  fc.assert(fc.property(fc.array(level), (levels) => {
    assert.ok(topics.parse("everest/" + levels.join("/")).kind.length > 0);
  }));
});

Deno.test("ids of EVerest are safe as a topic level", () => {
  for (const id of ["ocpp", "_x", "evse_manager_1", "a.b-c"]) assert.equal(isBusName(id), true, id);
  for (const id of ["", "1a", "a/b", "a+", "#", "!module", "a\n"]) assert.equal(isBusName(id), false, id);
});
