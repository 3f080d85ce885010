import assert from "node:assert/strict";
import type { BusDialect } from "../../../src/everest/bus-dialect.ts";
import type { ConnectedModule } from "../../../src/everest/bus-module.ts";
import { gateByDefinitions } from "../../../src/everest/definitions-gate.ts";
import { installedDefinitions } from "../../../src/everest/definitions-installed.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const FILES: Readonly<Record<string, string>> = {
  "interfaces/lamp.yaml": `
cmds:
  glow:
    arguments:
      colour: { type: string, $ref: /lamp#/Colour }
    result: { type: object, $ref: /lamp#/Report }
  mix:
    arguments:
      colours: { type: array, items: { type: string, $ref: /lamp#/Colour } }
  paint:
    arguments:
      recipe: { type: object, $ref: /lamp#/Recipe }
vars:
  state: { type: object, $ref: /lamp#/Report }
`,
  "interfaces/shop.yaml": `
cmds:
  ask:
    arguments:
      report: { type: object, $ref: /lamp#/Report }
    result: { type: object, $ref: /lamp#/Recipe }
vars:
  price: { type: object, $ref: /lamp#/Recipe }
`,
  "types/lamp.yaml": `
types:
  Colour: { type: string, enum: [Red, Green] }
  Report:
    type: object
    properties:
      seen: { type: array, items: { type: string, $ref: /lamp#/Colour } }
  Recipe:
    type: object
    additionalProperties: false
    required: [main]
    properties:
      main: { type: string, $ref: /lamp#/Colour }
      extra: { type: string, $ref: /lamp#/Colour }
      mix: { type: array, items: { type: string, $ref: /lamp#/Colour } }
      unit: { type: string, $ref: /other#/Unknown }
`,
};

function bench(options: { files?: Readonly<Record<string, string>>; dialect?: BusDialect } = {}) {
  const { files = FILES, dialect = "2026.08" } = options;
  const bus = new FakeEverestModule();
  const log = new RecordingLogger();
  const definitions = installedDefinitions((path) => files[path]);
  const module = gateByDefinitions(
    Object.assign(bus, { dialect }) as unknown as ConnectedModule,
    definitions,
    { required: { light: "lamp" }, provided: { counter: "shop" } },
    log,
  );
  const lamp = connectionTo("light", "lamp");
  return { bus, log, module, lamp };
}

Deno.test("a command that the installed interface lacks is not called", async () => {
  const { bus, module, lamp } = bench();
  const outcome = await module.call(lamp, "dim", {});
  assert.equal(outcome.kind, "error");
  assert.deepEqual(bus.sent, []);
});

Deno.test("a literal that the installed type lacks is not sent: the optional part is left out, else the whole", async () => {
  const { bus, module, lamp, log } = bench();
  bus.answer("lamp", "glow", {});
  bus.answer("lamp", "paint", null);
  assert.equal((await module.call(lamp, "glow", { colour: "Red" })).kind, "result");
  assert.equal((await module.call(lamp, "glow", { colour: "Blue" })).kind, "error");
  await module.call(lamp, "paint", {
    recipe: { main: "Green", extra: "Blue", mix: ["Red", "Blue"], unit: "any", shine: true },
  });
  assert.equal((await module.call(lamp, "paint", { recipe: { main: "Blue" } })).kind, "error");
  assert.deepEqual(bus.sent.map(({ args }) => args), [
    { colour: "Red" },
    { recipe: { main: "Green", mix: ["Red"], unit: "any" } },
  ]);
  // Each is said once.
  const said = log.messages("notice").length;
  await module.call(lamp, "paint", { recipe: { main: "Green", extra: "Blue" } });
  assert.equal(log.messages("notice").length, said);
});

Deno.test("before 2026.08 no list of literals is sent inside an object, and positions are read by the installed type", async () => {
  const { bus, module, lamp } = bench({ dialect: "2025.12" });
  bus.answer("lamp", "glow", { seen: [1, 0, 7, "Red"] });
  bus.answer("lamp", "paint", null);
  await module.call(lamp, "paint", { recipe: { main: "Green", mix: ["Red"] } });
  assert.deepEqual(bus.sent[0]?.args, { recipe: { main: "Green" } });
  // As an argument itself such a list has always been names.
  await module.call(lamp, "mix", { colours: ["Red", "Blue"], stir: true });
  assert.deepEqual(bus.sent[1]?.args, { colours: ["Red"] });
  const outcome = await module.call(lamp, "glow", { colour: "Red" });
  assert.deepEqual(outcome, { kind: "result", value: { seen: ["Green", "Red", 7, "Red"] } });
  const seen: unknown[] = [];
  module.subscribe(lamp, "state", (value) => seen.push(value));
  bus.emit("lamp", "state", { seen: [0] });
  assert.deepEqual(seen, [{ seen: ["Red"] }]);
});

Deno.test("answers and variables of ours are held to it as well", async () => {
  const { bus, module } = bench();
  const asked: unknown[] = [];
  let answer: unknown = { main: "Red", extra: "Blue" };
  module.provide("counter", "ask", (args) => {
    asked.push(args);
    return Promise.resolve({ kind: "result", value: answer });
  });
  const ask = () => bus.invoke("counter", "ask", { report: { seen: [1] } });
  assert.deepEqual(await ask(), { kind: "result", value: { main: "Red" } });
  assert.deepEqual(asked, [{ report: { seen: ["Green"] } }]);
  answer = { main: "Blue" };
  assert.equal((await ask()).kind, "error");
  module.publish("counter", "price", { main: "Red", colourless: true });
  module.publish("counter", "price", { main: "Blue" });
  module.publish("counter", "newer", { anything: 1 });
  assert.deepEqual(bus.published.map(({ value }) => value), [{ main: "Red" }, { anything: 1 }]);
});

Deno.test("without definitions everything passes", async () => {
  const { bus, module, lamp } = bench({ files: { "interfaces/lamp.yaml": "&broken" } });
  bus.answer("lamp", "dim", 1);
  assert.deepEqual(await module.call(lamp, "dim", { colour: "Blue" }), { kind: "result", value: 1 });
  module.publish("counter", "price", { main: "Blue" });
  assert.deepEqual(bus.published.map(({ value }) => value), [{ main: "Blue" }]);
});

Deno.test("a file of types is read when something first needs it, and once", () => {
  const read: string[] = [];
  const definitions = installedDefinitions((path) => {
    read.push(path);
    return FILES[path];
  });
  assert(definitions.interface("lamp"));
  assert.equal(definitions.interface("lantern"), undefined);
  assert.deepEqual(read.splice(0), ["interfaces/lamp.yaml", "interfaces/lantern.yaml"]);
  assert.deepEqual(definitions.type("/lamp#/Colour"), { literals: ["Red", "Green"] });
  assert.equal(definitions.type("/lamp#/Shade"), undefined);
  assert.equal(definitions.type("/other#/Unknown"), undefined);
  assert.equal(definitions.type("/../secret#/Unknown"), undefined);
  assert(definitions.interface("lamp"));
  assert.equal(definitions.interface("lantern"), undefined);
  assert.equal(definitions.type("/other#/Unknown"), undefined);
  assert.deepEqual(read, ["types/lamp.yaml", "types/other.yaml"]);
});
