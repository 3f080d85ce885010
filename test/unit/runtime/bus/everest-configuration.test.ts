import assert from "node:assert/strict";
import type { ConfigParameter, ConfigService, ConfigSetAnswer } from "../../../../src/everest/module.ts";
import type { VariableChange, VariableKey } from "../../../../src/variables/device-model.ts";
import { EverestConfiguration } from "../../../../src/runtime/bus/everest-configuration-source.ts";
import { selectBaseReport } from "../../../../src/variables/report-selection.ts";
import { component, modelOf, variable } from "../../variables/fixture.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

const limit: ConfigParameter = { name: "limit", value: 16, datatype: "number", mutability: "ReadWrite" };
const path: ConfigParameter = { name: "path", value: "/tmp", datatype: "string", mutability: "ReadOnly" };
const secret: ConfigParameter = {
  name: "key",
  value: "hunter2",
  datatype: "string",
  mutability: "WriteOnly",
};

class FakeConfig implements ConfigService {
  parameters: readonly ConfigParameter[] = [limit, path, secret];
  answer: ConfigSetAnswer = { status: "RebootRequired", info: "" };
  refusal: string | undefined;
  readonly sets: string[][] = [];
  reads = 0;
  /** Held back until the test lets it go. */
  hold: Promise<void> = Promise.resolve();

  async all(): ReturnType<ConfigService["all"]> {
    this.reads++;
    await this.hold;
    if (this.refusal !== undefined) return { kind: "refused", reason: this.refusal };
    return { kind: "value", value: { evse_1: { "!module": this.parameters } } };
  }
  allMappings(): ReturnType<ConfigService["allMappings"]> {
    if (this.refusal !== undefined) return Promise.resolve({ kind: "refused", reason: this.refusal });
    return Promise.resolve({ kind: "value", value: { evse_1: { module: { evse: 1 } } } });
  }
  set(...what: string[]): Promise<ConfigSetAnswer> {
    this.sets.push(what);
    return Promise.resolve(this.answer);
  }
}

const named = (name: string): VariableKey => ({
  component: { name: "EvseManager", instance: "evse_1", evse: { id: 1 } },
  variable: { name },
});

async function setUp(config = new FakeConfig(), configured: Parameters<typeof modelOf>[0] = []) {
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const source = new EverestConfiguration({
    config,
    moduleTypes: () => Promise.resolve({ evse_1: "EvseManager" }),
    ownModuleId: "ocpp",
    clock,
    log,
  });
  await source.refresh();
  const { model, log: modelLog } = modelOf(configured, { sources: [source] });
  source.bind(model);
  const changes: VariableChange[] = [];
  model.onChange((change) => changes.push(change));
  const get = async (name: string) => {
    const [{ attributeStatus, attributeValue, attributeStatusInfo } = assert.fail()] = await model
      .getVariables([named(name)]);
    return [attributeStatus, attributeValue ?? attributeStatusInfo?.reasonCode];
  };
  const set = async (name: string, attributeValue: string, by: "csms" | "everest" = "csms") => {
    const [{ attributeStatus, attributeStatusInfo } = assert.fail()] = await model
      .setVariables([{ ...named(name), attributeValue }], by);
    return [attributeStatus, attributeStatusInfo?.reasonCode, attributeStatusInfo?.additionalInfo];
  };
  return { clock, log, modelLog, source, config, model, changes, get, set };
}

Deno.test("a value is fetched when somebody reads it", async () => {
  const { config, get, changes } = await setUp();
  assert.deepEqual(await get("limit"), ["Accepted", "16"]);
  config.parameters = [{ ...limit, value: 20.5 }, path];
  assert.deepEqual(await get("limit"), ["Accepted", "20.5"]);
  assert.deepEqual(changes.map(({ oldValue, newValue, by }) => [oldValue, newValue, by]), [
    ["16", "20.5", "everest"],
  ]);
});

Deno.test("nobody is asked for variables of others, and those who read at the same time share one request", async () => {
  const { config, model, get } = await setUp(undefined, [
    component("A", [variable("x", { dataType: "string" })]),
  ]);
  const before = config.reads;
  await model.getVariables([{ component: { name: "A" }, variable: { name: "x" } }]);
  await model.getVariables([{ component: { name: "Nobody" }, variable: { name: "x" } }]);
  await model.refresh([{ source: "OCPP" }]);
  assert.equal(config.reads, before);
  await Promise.all([get("limit"), get("path"), model.refresh()]);
  assert.equal(config.reads, before + 1);
  await get("limit");
  assert.equal(config.reads, before + 2);
});

Deno.test("a secret cannot be read, and its value is nowhere in the device model", async () => {
  const { model, get } = await setUp();
  assert.deepEqual(await get("key"), ["Rejected", "WriteOnly"]);
  assert.ok(!JSON.stringify([...model.components()]).includes("hunter2"));
});

const ANSWERS: readonly (readonly [ConfigSetAnswer, readonly (string | undefined)[]])[] = [
  [{ status: "Accepted", info: "" }, ["Accepted", undefined, undefined]],
  [{ status: "RebootRequired", info: "" }, ["RebootRequired", undefined, undefined]],
  [{ status: "Rejected", info: "no number" }, ["Rejected", "Unspecified", "no number"]],
  [{ status: "Rejected", info: "" }, ["Rejected", "Unspecified", "EVerest's manager rejects it"]],
  [{ status: "AccessDenied", info: "no right" }, ["Rejected", "ReadOnly", "no right"]],
  [{ status: "NoAnswer", info: "" }, [
    "Rejected",
    "InternalError",
    "EVerest's manager does not answer; it may have stored the value",
  ]],
  [{ status: "Busy", info: "" }, [
    "Rejected",
    "InternalError",
    "EVerest's manager is busy; the value was not stored",
  ]],
];
for (const [answer, expected] of ANSWERS) {
  Deno.test(`a setting that the manager answers with ${JSON.stringify(answer)}`, async () => {
    const { config, changes, set, log } = await setUp();
    config.answer = answer;
    assert.deepEqual(await set("limit", "20"), expected);
    assert.deepEqual(config.sets, [["evse_1", "!module", "limit", "20"]]);
    assert.equal(changes.length, answer.status === "Accepted" ? 1 : 0);
    assert.equal(log.lines.length, expected[0] === "Rejected" ? 1 : 0);
  });
}

Deno.test("what the manager took over at once is no change when it is read again, however it is written", async () => {
  const { config, changes, set, get } = await setUp();
  config.answer = { status: "Accepted", info: "" };
  await set("limit", "20.50");
  config.parameters = [{ ...limit, value: 20.5 }, path];
  assert.deepEqual(await get("limit"), ["Accepted", "20.5"]);
  assert.deepEqual(changes.map(({ newValue }) => newValue), ["20.50"]);
});

Deno.test("values that cannot be right never reach the manager, who would take what stands in front", async () => {
  const { config, set } = await setUp();
  assert.deepEqual((await set("limit", "20 A")).slice(0, 2), ["Rejected", "InvalidValue"]);
  assert.deepEqual((await set("limit", "")).slice(0, 2), ["Rejected", "InvalidValue"]);
  assert.deepEqual(config.sets, []);
});

Deno.test("a read-only parameter is so for everybody: the manager would not check the right of who asks us", async () => {
  const { config, set } = await setUp();
  assert.deepEqual((await set("path", "/etc", "csms")).slice(0, 2), ["Rejected", "ReadOnly"]);
  assert.deepEqual((await set("path", "/etc", "everest")).slice(0, 2), ["Rejected", "ReadOnly"]);
  assert.deepEqual(config.sets, []);
});

Deno.test("what is said about a secret stays out of the log", async () => {
  const { config, log, set } = await setUp();
  config.answer = { status: "Rejected", info: "hunter3 is too short" };
  assert.equal((await set("key", "hunter3"))[0], "Rejected");
  assert.ok(!JSON.stringify(log.lines).includes("hunter3"));
});

Deno.test("a manager that refuses: values are absent, said once, and back without a change", async () => {
  const { config, log, model, changes, get } = await setUp();
  config.refusal = "Error: on purpose";
  assert.deepEqual(await get("limit"), ["Rejected", "InternalError"]);
  assert.deepEqual(await get("limit"), ["Rejected", "InternalError"]);
  await model.refresh();
  const values = [...selectBaseReport("FullInventory", model.components())].map(({ attributes }) =>
    attributes[0]?.value
  );
  assert.deepEqual(values, [undefined, undefined, undefined]);
  assert.equal(log.lines.length, 1);
  config.refusal = undefined;
  assert.deepEqual(await get("limit"), ["Accepted", "16"]);
  assert.deepEqual(changes, []);
  assert.equal(log.lines.length, 2);
});

Deno.test("a reader waits 5 s for a silent manager; its answer is there for the next", async () => {
  const { clock, config, log, get } = await setUp();
  let letGo = () => {};
  config.hold = new Promise((resolve) => letGo = resolve);
  const reading = get("limit");
  await clock.timerSet("everest.configuration-read");
  clock.advance(4999);
  clock.advance(1);
  assert.deepEqual(await reading, ["Rejected", "InternalError"]);
  const again = get("limit");
  letGo();
  assert.deepEqual(await again, ["Accepted", "16"]);
  assert.equal(log.lines.length, 2);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("a parameter that the manager tells no more, or tells wrongly, has no value; that is said once", async () => {
  const { config, log, get } = await setUp();
  config.parameters = [{ ...limit, value: "many" }];
  assert.deepEqual(await get("limit"), ["Accepted", ""]);
  assert.deepEqual(await get("path"), ["Accepted", ""]);
  assert.equal(log.lines.length, 1);
});

Deno.test("a manager that could not be read when we started is asked when somebody wants to know more", async () => {
  const config = new FakeConfig();
  config.refusal = "Error: too early";
  const { model, get, set } = await setUp(config);
  assert.deepEqual(await get("limit"), ["UnknownComponent", undefined]);
  assert.equal((await set("limit", "20"))[0], "UnknownComponent");
  assert.equal([...model.components()].length, 0);
  config.refusal = undefined;
  assert.deepEqual(await set("limit", "20"), ["RebootRequired", undefined, undefined]);
  assert.deepEqual(await get("limit"), ["Accepted", "16"]);
  const reads = config.reads;
  assert.deepEqual(await get("nothing"), ["UnknownVariable", undefined]);
  assert.equal(config.reads, reads);
});

Deno.test("EVerest counts where a file says the same; the rest of the file's component stays", async () => {
  const inFile = component({ ...named("").component, name: "EVSEMANAGER" }, [
    variable("Limit", { dataType: "string" }, [{ initial: "from the file" }]),
    variable("Note", { dataType: "string" }, [{ initial: "kept" }]),
  ]);
  const { model, modelLog, get } = await setUp(undefined, [inFile]);
  assert.deepEqual(await get("limit"), ["Accepted", "16"]);
  assert.deepEqual(await get("note"), ["Accepted", "kept"]);
  assert.deepEqual([...model.components()].map(({ variables }) => variables.map(({ source }) => source)), [[
    "EVEREST configuration",
    "OCPP",
    "EVEREST configuration",
    "EVEREST configuration",
  ]]);
  assert.equal(modelLog.lines.length, 1);
});
