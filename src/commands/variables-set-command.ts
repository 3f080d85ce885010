import type { InspectedAttribute, VariableSetAnswer, VariableSetting } from "../inspection/variables.ts";
import { type CommandDefinition, EXIT, notAnswered } from "./command.ts";
import { hanging, readingWidth } from "./hanging-text.ts";
import { parseVariableName, variableName } from "../inspection/variable-name.ts";

/** `variables set NAME VALUE`. */
export const VARIABLES_SET: CommandDefinition = {
  name: "variables set",
  summary: "what the module answers to a new value, by the rules that the CSMS has to obey",
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
      return notAnswered(call, `${name} is no name of a variable (see variables list)`);
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
        : hanging(sentence(variableName(wanted), answer), 0, readingWidth(call.io.columns())),
    );
    return answer.status === "Accepted" || answer.status === "RebootRequired" ? EXIT.fine : EXIT.findings;
  },
};

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
