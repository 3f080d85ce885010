import assert from "node:assert/strict";
import { configuredModules } from "../../../src/bridge/everest-configuration.ts";
import { decodeParameters } from "../../../src/everest/module-parameters.ts";
import { displayName } from "../../../src/variables/variable-id.ts";
import { recordedBus, recordedModuleTraffic } from "../../fixtures/recordings.ts";
import { recordedReports } from "./recorded-traffic.ts";

interface ConfigAnswer {
  readonly response: { readonly type: string; readonly data: Record<string, unknown> };
}

/** What the manager answered to the C++ module. */
function answered(type: string): Record<string, unknown> {
  const answers = recordedModuleTraffic("run1").filter(({ topic }) =>
    topic === "everest/modules/ocpp/response"
  )
    .map(({ payload }) => (JSON.parse(String(payload)) as { data: ConfigAnswer }).data.response);
  return (answers.find((response) => response.type === type) ?? assert.fail(`no ${type}`)).data;
}

function moduleTypes(): Record<string, string> {
  const line = recordedBus("run1").find(({ topic, payload }) => topic === "everest/module_names" && payload);
  return (JSON.parse(String(line?.payload)) as { data: Record<string, string> }).data;
}

/** Name -> data type, mutability and value, as the C++ module reported them of other modules. */
function reported(): Map<string, string> {
  const types = moduleTypes();
  const found = new Map<string, string>();
  for (const { component, variable, variableAttribute, variableCharacteristics } of recordedReports()) {
    const [{ mutability, value } = {}] = variableAttribute;
    if (!((component.instance ?? "") in types) || !variableCharacteristics) continue;
    const words = [variableCharacteristics.dataType, mutability, value];
    found.set(displayName(component, variable), words.join("|"));
  }
  return found;
}

Deno.test("the components of a recorded configuration are those that EVerest's own module reported of it", () => {
  const parameters = Object.fromEntries(
    Object.entries(answered("All")).map(([id, lists]) => [
      id,
      Object.fromEntries(
        Object.entries(lists as Record<string, unknown>).map((
          [key, list],
        ) => [key, decodeParameters(list)]),
      ),
    ]),
  );
  const { modules, problems } = configuredModules(parameters, {
    types: moduleTypes(),
    mappings: answered("AllMappings"),
    ownModuleId: "ocpp",
  });
  assert.deepEqual(problems, []);
  const ours = new Map(
    modules.flatMap(({ component, variables }) =>
      variables.map(({ name, characteristics, mutability, value }) => {
        // It prints decimals with six places: 230.000000.
        const text = characteristics.dataType === "decimal" ? Number(value).toFixed(6) : value;
        return [displayName(component, { name }), [characteristics.dataType, mutability, text].join("|")];
      })
    ),
  );
  const theirs = reported();
  assert.ok(theirs.size > 250);
  assert.deepEqual([...ours].sort(), [...theirs].sort());
});
