import type { InspectionConnection } from "./inspection-server.ts";
import { formatQuestion, type InspectionFailure, MAX_ANSWER_BYTES, parseReply } from "./protocol.ts";

export type InspectionOutcome = { readonly answer: unknown } | { readonly failure: InspectionFailure };

/** Asks one question over a connection that carries nothing else meanwhile. Rejects when the connection breaks. */
export async function ask(
  connection: InspectionConnection,
  question: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<InspectionOutcome> {
  await connection.write(new TextEncoder().encode(formatQuestion({ question, parameters })));
  const decoder = new TextDecoder();
  let line = "";
  while (!line.endsWith("\n")) {
    const bytes = await connection.read();
    if (bytes === undefined) throw new Error("the module has closed the connection");
    line += decoder.decode(bytes, { stream: true });
    if (line.length > MAX_ANSWER_BYTES) throw new Error("the answer of the module has no end");
  }
  return parseReply(line);
}
