import type { InspectedAttribute, VariableSetAnswer, VariableSetting } from "../inspection/variables.ts";
import { type CommandCall, type CommandDefinition, EXIT, notAnswered } from "./command.ts";
import { hanging, readingWidth } from "./hanging-text.ts";
import { parseVariableName, variableName } from "../inspection/variable-name.ts";
import { findVariable, variablesOf } from "./variables-answer.ts";

/** `variables set NAME VALUE`. */
export const VARIABLES_SET: CommandDefinition = {
  name: "variables set",
  summary: "sets a variable, by the rules that the CSMS has to obey",
  arguments: ["NAME", "VALUE"],
  options: [{ name: "attribute", value: "TYPE", summary: "Actual (default), Target, MinSet or MaxSet" }],
  example: {
    line: "OCPP201 variables set OCPPCommCtrlr.HeartbeatInterval 60",
    says: "needs the rights of the module's user (sudo); the module logs the change",
  },
  async run(call) {
    const [name = "", attributeValue = ""] = call.arguments;
    const wanted = parseVariableName(name);
    if (wanted === undefined) {
      const reason = await unknownName(call, name);
      return notAnswered(call, reason ?? `${name} is no name of a variable (see variables list)`);
    }
    const setting: VariableSetting = {
      ...wanted,
      // The module checks it.
      attributeType: (call.options["attribute"] ?? "Actual") as InspectedAttribute["type"],
      attributeValue,
    };
    const asked = await call.io.change("variables.set", { ...setting });
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const answer = asked.answer as VariableSetAnswer;
    call.io.print(
      call.io.isJson
        ? JSON.stringify(answer)
        : hanging(await sentenceFor(call, variableName(wanted), answer), 0, readingWidth(call.io.columns())),
    );
    return answer.status === "Accepted" || answer.status === "RebootRequired" ? EXIT.fine : EXIT.findings;
  },
};

/** What is wrong with a name, if it is: the module knows its variables. */
async function unknownName(call: CommandCall, name: string): Promise<string | undefined> {
  const answer = await variablesOf(call);
  const found = typeof answer === "string" ? undefined : findVariable(answer.variables, name);
  return typeof found === "string" ? found : undefined;
}

async function sentenceFor(call: CommandCall, name: string, answer: VariableSetAnswer): Promise<string> {
  const isUnknown = answer.status === "UnknownComponent" || answer.status === "UnknownVariable";
  const reason = isUnknown ? await unknownName(call, name) : undefined;
  if (reason === undefined) return sentence(name, answer);
  return `${name} is not set: ${reason}${reason.endsWith("?") ? "" : "."}`;
}

function sentence(name: string, { status, reason, takesEffect }: VariableSetAnswer): string {
  switch (status) {
    case "Accepted":
      return takesEffect === "withNextConnection"
        ? `${name} is set; the next attempt to connect uses it (OCPP201 reconnect).`
        : `${name} is set.`;
    case "RebootRequired":
      return `${name} is set and takes effect after a reboot.`;
    default:
      return `${name} is not set: ${status}${reason === undefined ? "" : `, ${reason}`}.`;
  }
}
