import { durationText } from "../inspection/durations.ts";
import type { InspectedVariable } from "../inspection/variables.ts";
import {
  differencesBetween,
  differencesToFiles,
  type VariableDifference,
} from "../inspection/variables-diff.ts";
import { isJsonObject, parseJson } from "../kernel/json.ts";
import { readTextFile } from "../runtime/check/read-text-file.ts";
import { type CommandDefinition, EXIT, notAnswered, type Screen } from "./command.ts";
import { textTable } from "./text-table.ts";
import { variableName } from "../inspection/variable-name.ts";
import { valueText } from "./value-text.ts";
import { CONFIG_OPTION, variablesOf } from "./variables-answer.ts";

/** `variables diff [EXPORT]`. */
export const VARIABLES_DIFF: CommandDefinition = {
  name: "variables diff",
  summary: "what is set otherwise than in the files, or than on another station",
  arguments: ["[EXPORT.JSON]"],
  options: [CONFIG_OPTION],
  example: {
    line: "OCPP201 variables diff other.json",
    says: "other.json: what variables list --json printed on the other station",
  },
  async run(call) {
    const answer = await variablesOf(call);
    if (typeof answer === "string") return notAnswered(call, answer);
    const [path] = call.arguments;
    const other = path === undefined ? undefined : await readExport(path);
    if (typeof other === "string") return notAnswered(call, other);
    const differences = other === undefined
      ? differencesToFiles(answer.variables)
      : differencesBetween(answer.variables, other);
    if (call.io.isJson) call.io.print(JSON.stringify({ differences }));
    else call.io.print(differences.length === 0 ? "No differences." : listText(differences, path, call.io));
    return differences.length === 0 ? EXIT.fine : EXIT.findings;
  },
};

/** The variables of the other station, or why there are none. */
async function readExport(path: string): Promise<readonly InspectedVariable[] | string> {
  const reading = await readTextFile(path);
  if (reading.kind === "unreadable") return `${path}: ${reading.reason}`;
  const json = parseJson(reading.text);
  const variables = json.kind === "value" && isJsonObject(json.value) ? json.value["variables"] : undefined;
  if (!Array.isArray(variables) || !variables.every(isInspectedVariable)) {
    return `${path} is not what variables list --json prints`;
  }
  return variables;
}

function isInspectedVariable(value: unknown): value is InspectedVariable {
  return isJsonObject(value) && isNamed(value["component"]) && isNamed(value["variable"]) &&
    Array.isArray(value["attributes"]) && value["attributes"].every(isJsonObject);
}

function isNamed(value: unknown): boolean {
  return isJsonObject(value) && typeof value["name"] === "string";
}

function listText(
  differences: readonly VariableDifference[],
  path: string | undefined,
  io: Screen,
): string {
  const rows = differences.map((each) => [
    variableName(each) + (each.attribute === "Actual" ? "" : ` ${each.attribute}`),
    each.onlyIn === "there" ? "no such variable" : valueText(each.here),
    each.onlyIn === "here" ? "no such variable" : valueText(each.there),
    each.setBy === undefined
      ? ""
      : each.setMs === undefined
      ? each.setBy
      : `${each.setBy}, ${durationText(io.nowMs() - each.setMs)} ago`,
  ]);
  return textTable([["variable", "here", path === undefined ? "in the file" : "there", "set by"], ...rows], {
    columns: io.columns(),
    shortens: [[1, 16], [2, 16], [0, 24]],
  });
}
