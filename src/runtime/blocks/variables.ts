import { createVariablesBlock, type VariablesBlock } from "../../station/variables/variables-block.ts";
import type { BlockContext } from "../block-context.ts";

/** B05 to B08: variables and reports. `answered` is called when a SetVariablesResponse is on the socket. */
export function wireVariables(context: BlockContext, answered: () => void): VariablesBlock {
  const { csms, deviceModel, ports: { prerequisites }, clock, log } = context;
  const block = createVariablesBlock({
    deviceModel,
    csms,
    clock,
    log: log("variables"),
    beforeSetVariables: () => prerequisites.refresh(),
    setVariablesAnswered: answered,
  });
  context.join({ handlers: block.handlers, started: () => void prerequisites.refresh() });
  return block;
}
