import { durationText } from "../inspection/durations.ts";
import type { InspectedAttribute, InspectedVariable, VariablesAnswer } from "../inspection/variables.ts";
import { type CommandDefinition, EXIT, notAnswered, type Screen } from "./command.ts";
import { factsText } from "./facts-text.ts";
import { printable } from "./printable.ts";
import { textTable } from "./text-table.ts";
import { variableName } from "../inspection/variable-name.ts";
import { valueText } from "./value-text.ts";
import { CONFIG_OPTION, findVariable, variablesOf } from "./variables-answer.ts";

/** `variables list [FILTER]`. */
export const VARIABLES_LIST: CommandDefinition = {
  name: "variables list",
  summary: "the variables of the station, who set them and when",
  arguments: ["[FILTER]"],
  options: [CONFIG_OPTION],
  example: {
    line: "OCPP201 variables list TxCtrlr",
    says: "lists the variables whose name contains TxCtrlr",
  },
  async run(call) {
    const answer = await variablesOf(call);
    if (typeof answer === "string") return notAnswered(call, answer);
    const filter = call.arguments[0]?.toLowerCase() ?? "";
    const variables = answer.variables.filter((each) => variableName(each).toLowerCase().includes(filter));
    const selected: VariablesAnswer = { ...answer, variables };
    if (variables.length === 0) return notAnswered(call, `no variable has ${filter} in its name`);
    call.io.print(call.io.isJson ? JSON.stringify(selected) : listText(selected, call.io.columns()));
    return EXIT.fine;
  },
};

/** `variables get NAME`. */
export const VARIABLES_GET: CommandDefinition = {
  name: "variables get",
  summary: "the value of one variable, and nothing else",
  arguments: ["NAME"],
  options: [
    { name: "attribute", value: "TYPE", summary: "Actual (default), Target, MinSet or MaxSet" },
    CONFIG_OPTION,
  ],
  example: { line: "OCPP201 variables get OCPPCommCtrlr.HeartbeatInterval", says: "for scripts" },
  async run(call) {
    const answer = await variablesOf(call);
    const variable = typeof answer === "string"
      ? answer
      : findVariable(answer.variables, call.arguments[0] ?? "");
    if (typeof variable === "string") return notAnswered(call, variable);
    const type = call.options["attribute"] ?? "Actual";
    const attribute = variable.attributes.find((each) => each.type === type);
    if (attribute === undefined) return notAnswered(call, `${variableName(variable)} has no ${type}`);
    if (call.io.isJson) call.io.print(JSON.stringify(attribute));
    // A script gets the value as it is.
    else if (attribute.value !== undefined) {
      call.io.print(call.io.columns() === undefined ? attribute.value : printable(attribute.value));
    } else call.io.complain(`${variableName(variable)} has no value`);
    return attribute.value === undefined ? EXIT.findings : EXIT.fine;
  },
};

/** `variables explain NAME`. */
export const VARIABLES_EXPLAIN: CommandDefinition = {
  name: "variables explain",
  summary: "everything about one variable: value, origin, limits, effect",
  arguments: ["NAME"],
  options: [CONFIG_OPTION],
  example: { line: "OCPP201 variables explain TxCtrlr.TxStartPoint", says: "names what may be set" },
  async run(call) {
    const answer = await variablesOf(call);
    const variable = typeof answer === "string"
      ? answer
      : findVariable(answer.variables, call.arguments[0] ?? "");
    if (typeof variable === "string") return notAnswered(call, variable);
    call.io.print(call.io.isJson ? JSON.stringify(variable) : explanation(variable, call.io));
    return EXIT.fine;
  },
};

function listText({ variables, nowMs }: VariablesAnswer, columns: number | undefined): string {
  const rows = variables.flatMap((variable) =>
    variable.attributes.map((attribute) => [
      variableName(variable) + (attribute.type === "Actual" ? "" : ` ${attribute.type}`),
      valueText(attribute.value),
      origin(attribute, nowMs),
    ])
  );
  return textTable([["variable", "value", "set by"], ...rows], { columns, shortens: [[1, 24], [0, 24]] });
}

function origin({ setBy, setMs, value }: InspectedAttribute, nowMs: number): string {
  if (setBy === undefined) return value === undefined ? "" : "file";
  return setMs === undefined ? setBy : `${setBy}, ${durationText(nowMs - setMs)} ago`;
}

function explanation(variable: InspectedVariable, io: Screen): string {
  return factsText([
    ["variable", variableName(variable)],
    ...variable.attributes.flatMap((attribute) => attributeRows(attribute, io.nowMs())),
    ["allowed", allowed(variable)],
    ["takes effect", effect(variable)],
    ["belongs to", owner(variable)],
    ...readerRows(variable),
    ["monitoring", variable.supportsMonitoring ? "possible" : "not possible"],
    ["OCPP 2.0.1", variable.isRequired ? "demands it of every station" : "leaves it to the station"],
  ], io.columns());
}

function readerRows({ readBy }: InspectedVariable): [string, string][] {
  const what = readBy === undefined ? undefined : functionOf(readBy);
  return what === undefined ? [] : [["used for", what]];
}

/** What files outside of the functional blocks are about. */
const FUNCTIONS: readonly (readonly [folder: string, what: string])[] = [
  ["src/runtime/link/", "the connection to the CSMS"],
  ["src/runtime/bus/", "other modules of EVerest"],
  ["src/variables/network-slot", "the connection to the CSMS"],
];

/** The part of the station that a source file belongs to, in words. */
function functionOf(path: string): string | undefined {
  const block = /^src\/(?:station|runtime\/blocks)\/([\w-]+)(?:\/|\.ts$)/.exec(path)?.[1];
  return block?.replaceAll("-", " ") ?? FUNCTIONS.find(([folder]) => path.startsWith(folder))?.[1];
}

function attributeRows(attribute: InspectedAttribute, nowMs: number): [string, string][] {
  const { type, mutability, value, setBy, setMs, fileDefault } = attribute;
  const when = setMs === undefined
    ? "at an unknown time"
    : `at ${new Date(setMs).toISOString()}, ${durationText(nowMs - setMs)} ago`;
  return [
    [type, `${valueText(value)}, ${mutability}`],
    [
      "  set by",
      setBy === undefined ? "nobody: the value of the file, or of the station" : `${setBy} ${when}`,
    ],
    ["  in the file", valueText(fileDefault)],
  ];
}

function allowed({ dataType, unit, minLimit, maxLimit, valuesList }: InspectedVariable): string {
  const isText = !["integer", "decimal"].includes(dataType);
  const bounds = [
    ...(minLimit === undefined ? [] : [`from ${minLimit}`]),
    ...(maxLimit === undefined ? [] : [`${isText ? "at most" : "to"} ${maxLimit}`]),
  ];
  return [
    dataType,
    ...bounds,
    ...(isText && maxLimit !== undefined ? ["characters"] : []),
    ...(unit === undefined ? [] : [unit]),
    ...(valuesList === undefined ? [] : [`of ${valuesList}`]),
  ].join(" ");
}

function effect({ takesEffect }: InspectedVariable): string {
  switch (takesEffect) {
    case "atOnce":
      return "at once";
    case "afterReboot":
      return "after a reboot";
    case "withNextConnection":
      return "set at the station: with the next attempt to connect (OCPP201 reconnect); set by the CSMS: with the " +
        "next boot";
    case "cannotBeSet":
      return "only the station sets it";
  }
}

function owner({ source }: InspectedVariable): string {
  return source === "OCPP" ? "this module" : source;
}
