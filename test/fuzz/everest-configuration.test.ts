import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeParameters } from "../../src/everest/module-parameters.ts";
import type { ConfigService } from "../../src/everest/module.ts";
import { isJsonObject } from "../../src/kernel/json.ts";
import { validateRequest } from "../../src/ocpp/validator/validate.ts";
import { EverestConfiguration } from "../../src/runtime/bus/everest-configuration-source.ts";
import { reportPages } from "../../src/variables/report-pages.ts";
import { selectBaseReport } from "../../src/variables/report-selection.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";
import { modelOf } from "../unit/variables/fixture.ts";

const RUNS = Number(Deno.env.get("FUZZ_RUNS") ?? 300);

/** What a manager may send as parameters: mostly well-formed, with anything in every place. */
const name = fc.oneof(
  fc.constantFrom("limit", "Limit", "a.b", "", "x".repeat(51), "__proto__"),
  fc.string({ unit: "binary" }),
);
const parameter = fc.oneof(
  fc.record({
    name,
    value: fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant("v".repeat(3000)),
    ),
    characteristics: fc.record({
      datatype: fc.constantFrom("string", "number", "integer", "bool", "blob"),
      mutability: fc.constantFrom("ReadOnly", "ReadWrite", "WriteOnly", "Maybe"),
      unit: fc.oneof(fc.string(), fc.constant("A".repeat(40))),
    }, { requiredKeys: ["datatype"] }),
  }),
  fc.jsonValue(),
);
const moduleId = fc.constantFrom("evse_1", "EVSE_1", "constructor", "stranger", "m".repeat(60));
const answer = fc.dictionary(
  moduleId,
  fc.oneof(fc.dictionary(fc.oneof(fc.constant("!module"), name), fc.array(parameter)), fc.jsonValue()),
);
const mappings = fc.dictionary(
  moduleId,
  fc.oneof(
    fc.record({
      module: fc.record({
        evse: fc.integer({ min: -1, max: 3 }),
        connector: fc.integer({ min: -1, max: 3 }),
      }),
    }),
    fc.jsonValue(),
  ),
);

/** As the bus side reads it. */
function decoded(all: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(all).map(([id, lists]) => [
      id,
      isJsonObject(lists)
        ? Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, decodeParameters(list)]))
        : {},
    ]),
  );
}

Deno.test("whatever the manager says of its modules, reports stay valid and show no secret", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), mappings, async (answers, places) => {
      let present = 0;
      const config: ConfigService = {
        all: () => Promise.resolve({ kind: "value", value: decoded(answers[present]!) }),
        allMappings: () => Promise.resolve({ kind: "value", value: places }),
        set: () => Promise.resolve({ status: "Accepted", info: "" }),
      };
      const source = new EverestConfiguration({
        config,
        moduleTypes: () => Promise.resolve({ evse_1: "EvseManager", EVSE_1: "Other", ["m".repeat(60)]: "M" }),
        ownModuleId: "ocpp",
        clock: new FakeClock(),
        log: new RecordingLogger(),
      });
      await source.refresh();
      const { model } = modelOf([], { sources: [source] });
      source.bind(model);
      for (present = 0; present < answers.length; present++) {
        await model.refresh();
        const pages = [...reportPages(selectBaseReport("FullInventory", model.components()), 32_000, 2500)];
        pages.forEach(({ entries: reportData, tbc }, seqNo) => {
          const request = { requestId: 1, generatedAt: "2026-01-15T10:00:00.000Z", seqNo, tbc, reportData };
          const verdict = validateRequest("NotifyReport", request);
          assert.equal(verdict.kind, "valid", JSON.stringify(verdict));
          for (const { variableAttribute: [attribute] } of reportData) {
            assert.ok(attribute?.mutability !== "WriteOnly" || attribute.value === undefined);
          }
        });
      }
    }),
    { numRuns: RUNS },
  );
});
