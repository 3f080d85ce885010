import assert from "node:assert/strict";
import {
  ReportedMeasurands,
  withDeliverableMeasurands,
} from "../../../../src/station/metering/measurands.ts";
import type { ComponentDefinition } from "../../../../src/variables/definition.ts";
import type { Proposal } from "../../../../src/variables/set-rule.ts";

const LISTS = [
  ["SampledDataCtrlr", "TxStartedMeasurands"],
  ["SampledDataCtrlr", "TxUpdatedMeasurands"],
  ["SampledDataCtrlr", "TxEndedMeasurands"],
  ["AlignedDataCtrlr", "Measurands"],
  ["AlignedDataCtrlr", "TxEndedMeasurands"],
] as const;

const list = (component: string, variable: string, values: string): ComponentDefinition => ({
  component: { name: component },
  variables: [{
    variable: { name: variable },
    characteristics: { dataType: "MemberList", supportsMonitoring: true, valuesList: values },
    attributes: [{ type: "Actual", mutability: "ReadWrite", initial: values }],
    source: "OCPP",
  }],
});

for (const [component, variable] of LISTS) {
  Deno.test(`${component}.${variable} offers, and starts with, only what can be delivered`, () => {
    const { components, leftOut } = withDeliverableMeasurands([
      list(component, variable, "Voltage,Power.Factor,Energy.Active.Import.Interval,Power.Offered"),
    ]);
    const [definition] = components[0]!.variables;
    const isStart = variable === "TxStartedMeasurands";
    const offered = isStart ? "Voltage,Power.Offered" : "Voltage,Energy.Active.Import.Interval,Power.Offered";
    assert.equal(definition?.characteristics.valuesList, offered);
    assert.equal(definition?.attributes[0]?.initial, offered);
    assert.deepEqual(leftOut, [{
      list: `${component}.${variable}`,
      measurands: isStart ? ["Power.Factor", "Energy.Active.Import.Interval"] : ["Power.Factor"],
    }]);
  });
}

Deno.test("other variables are left as they are, and so are lists that offer nothing else", () => {
  const other = list("SampledDataCtrlr", "Other", "Power.Factor");
  const fine = list("AlignedDataCtrlr", "Measurands", "Voltage");
  assert.deepEqual(withDeliverableMeasurands([other, fine]), { components: [other, fine], leftOut: [] });
});

const proposal = (value: string, more: Partial<Proposal> = {}): Proposal => ({
  component: { name: "AlignedDataCtrlr" },
  variable: { name: "Measurands" },
  attribute: "Actual",
  by: "csms",
  value,
  ...more,
});

Deno.test("once a meter has spoken, what no meter of the station tells is refused, with what follows from it", () => {
  const told = new ReportedMeasurands();
  const refused = (value: string, more?: Partial<Proposal>) =>
    told.rule(proposal(value, more), () => undefined)?.reasonCode;
  assert.equal(refused("Frequency"), undefined);
  told.note({
    timestampMs: 0,
    sampledValues: [
      { value: 1 },
      { value: 2, measurand: "Power.Active.Import" },
      { value: 0, measurand: "Power.Active.Export" },
      { value: 3, measurand: "Current.Import", phase: "L1" },
    ],
  });
  assert.equal(
    refused(
      "Energy.Active.Import.Register,Energy.Active.Import.Interval,Power.Active.Export,SoC,Current.Offered",
    ),
    undefined,
  );
  for (
    const value of [
      "Frequency",
      "Power.Offered",
      "Energy.Active.Export.Interval",
      "Power.Reactive.Import",
      "Current.Export",
    ]
  ) {
    assert.equal(refused(`Energy.Active.Import.Register,${value}`), "InvalidValue", value);
    assert.equal(refused(value, { by: "station" }), undefined);
    assert.equal(refused(value, { attribute: "Target" }), undefined);
    assert.equal(refused(value, { variable: { name: "Other" } }), undefined);
  }
  told.note({ timestampMs: 0, sampledValues: [{ value: 50, measurand: "Frequency" }] });
  assert.equal(refused("Frequency"), undefined);
});
