import { isJsonObject, parseJson } from "../kernel/json.ts";

/**
 * What a person's command says to the running module: one JSON object per line, answered by one JSON object per line.
 * The version grows when the meaning of a field changes; new fields and questions do not change it.
 */
export const INSPECTION_VERSION = 1;

/** Longest question, in bytes, its newline included. */
export const MAX_QUESTION_BYTES = 64 * 1024;
/** Longest answer, in bytes; questions with longer answers are asked in parts. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface InspectionQuestion {
  readonly question: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type InspectionReply =
  | { readonly version: number; readonly answer: unknown }
  | { readonly version: number; readonly failure: InspectionFailure };

/** Why a question has no answer. */
export interface InspectionFailure {
  readonly kind: "malformed" | "otherVersion" | "unknownQuestion" | "refused" | "tooLong" | "failed";
  /** One sentence for people. */
  readonly text: string;
}

/** Reads one line of a client. Total: anything that is no question of this version gives a failure. */
export function parseQuestion(line: string): InspectionQuestion | { readonly failure: InspectionFailure } {
  const json = parseJson(line);
  if (json.kind === "malformed" || !isJsonObject(json.value)) return malformed("a question is a JSON object");
  const { version, question, parameters = {} } = json.value;
  if (version !== INSPECTION_VERSION) {
    const text = `this module answers version ${INSPECTION_VERSION} of the protocol`;
    return { failure: { kind: "otherVersion", text } };
  }
  if (typeof question !== "string") return malformed("question is not a text");
  if (!isJsonObject(parameters)) return malformed("parameters is not an object");
  return { question, parameters };
}

/** Reads the line that answers a question. */
export function parseReply(line: string): InspectionReply {
  const json = parseJson(line);
  const value = json.kind === "malformed" ? undefined : json.value;
  if (isJsonObject(value) && typeof value["version"] === "number") {
    const { version, answer, failure } = value;
    if ("answer" in value) return { version, answer };
    if (isJsonObject(failure) && typeof failure["text"] === "string") {
      return { version, failure: { kind: "failed", text: failure["text"] } };
    }
  }
  return { version: INSPECTION_VERSION, failure: { kind: "malformed", text: "the module gave no answer" } };
}

export function formatQuestion({ question, parameters }: InspectionQuestion): string {
  return `${JSON.stringify({ version: INSPECTION_VERSION, question, parameters })}\n`;
}

export function formatReply(
  reply: { readonly answer: unknown } | { readonly failure: InspectionFailure },
): string {
  return `${JSON.stringify({ version: INSPECTION_VERSION, ...reply })}\n`;
}

function malformed(text: string): { readonly failure: InspectionFailure } {
  return { failure: { kind: "malformed", text } };
}
