import type { InspectionFailure, InspectionQuestion } from "./protocol.ts";

/** Why an inspector gives no answer: one sentence for people. */
export interface Refusal {
  readonly refused: string;
}

/**
 * Answers one kind of question; a throw is answered as a failure. Only on the control socket, which is the owner's, it may
 * change something.
 */
export type Inspector = (
  parameters: Readonly<Record<string, unknown>>,
) => unknown | Refusal | Promise<unknown | Refusal>;

/** Question -> who answers it. */
export type Inspectors = Readonly<Record<string, Inspector>>;

/** Finds and asks the inspector of a question; never rejects. */
export async function answerQuestion(
  { question, parameters }: InspectionQuestion,
  inspectors: Inspectors,
  onError: (error: unknown) => void,
): Promise<{ readonly answer: unknown } | { readonly failure: InspectionFailure }> {
  const inspector = Object.hasOwn(inspectors, question) ? inspectors[question] : undefined;
  if (inspector === undefined) {
    return {
      failure: { kind: "unknownQuestion", text: `this module has no answer to ${question.slice(0, 50)}` },
    };
  }
  try {
    const answer = await inspector(parameters);
    return isRefusal(answer) ? { failure: { kind: "refused", text: answer.refused } } : { answer };
  } catch (error) {
    onError(error);
    return { failure: { kind: "failed", text: "the module failed to answer, its log says why" } };
  }
}

function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === "object" && answer !== null && "refused" in answer &&
    typeof answer.refused === "string";
}
