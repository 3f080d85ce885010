import assert from "node:assert/strict";
import { withAcceptedOptions } from "../../../src/station/offered-options.ts";
import type { ComponentDefinition } from "../../../src/variables/definition.ts";

function options(name: string, variable: string, valuesList: string | undefined, initial?: string) {
  return {
    component: { name },
    variables: [{
      variable: { name: variable },
      characteristics: {
        dataType: "OptionList",
        supportsMonitoring: true,
        ...(valuesList !== undefined && { valuesList }),
      },
      attributes: [{ type: "Actual", mutability: "ReadWrite", ...(initial !== undefined && { initial }) }],
      source: "OCPP",
    }],
  } as const satisfies ComponentDefinition;
}

Deno.test("options that the station refuses are not offered, whatever a component file says", () => {
  const table: [ComponentDefinition, ComponentDefinition, string | undefined][] = [
    [
      options("AuthCacheCtrlr", "Policy", "LRU,LFU,FIFO,CUSTOM"),
      options("AuthCacheCtrlr", "Policy", "LRU,LFU,FIFO"),
      "CUSTOM",
    ],
    [
      options("AuthCacheCtrlr", "Policy", "CUSTOM, LFU", "CUSTOM"),
      options("AuthCacheCtrlr", "Policy", "LFU"),
      "CUSTOM",
    ],
    [
      options("AuthCacheCtrlr", "Policy", undefined, "CUSTOM"),
      options("AuthCacheCtrlr", "Policy", undefined),
      "CUSTOM",
    ],
    [
      options("NetworkConfiguration", "OcppTransport", "JSON,SOAP", "SOAP"),
      options("NetworkConfiguration", "OcppTransport", "JSON", "SOAP"),
      "SOAP",
    ],
    [
      options("AuthCacheCtrlr", "Policy", "LRU,FIFO", "FIFO"),
      options("AuthCacheCtrlr", "Policy", "LRU,FIFO", "FIFO"),
      undefined,
    ],
    [options("Heater", "Policy", "CUSTOM"), options("Heater", "Policy", "CUSTOM"), undefined],
  ];
  for (const [configured, expected, refused] of table) {
    const { components, leftOut } = withAcceptedOptions([configured]);
    assert.deepEqual(components, [expected]);
    assert.deepEqual(leftOut.flatMap((each) => each.options), refused === undefined ? [] : [refused]);
  }
});
