import { isJsonObject } from "../kernel/json.ts";

/** What an answer says of one thing that was asked. */
export interface AnsweredPart {
  readonly status: string;
  /** `reasonCode` of its statusInfo. */
  readonly code?: string;
  /** The whole answer and its token have one status each, a list one for each of its elements. */
  readonly of: "whole" | "element";
}

/** Every other status means that what was asked was not done. */
const SUCCESSES: ReadonlySet<string> = new Set([
  ...["Accepted", "AcceptedCanceled", "Scheduled", "Processing", "Pending", "RebootRequired", "Unlocked"],
  ...["Unpublished", "EmptyResultSet", "NoProfiles"],
]);

/** No status lies deeper than in the elements of a list. */
const DEEPEST_STATUS = 3;

/** Every status in the payload of a CALLRESULT. Total. */
export function answeredParts(payload: unknown): readonly AnsweredPart[] {
  return partsIn(payload, "whole", 0);
}

export function isRefused({ status }: AnsweredPart): boolean {
  return !SUCCESSES.has(status);
}

function partsIn(value: unknown, of: AnsweredPart["of"], depth: number): readonly AnsweredPart[] {
  if (depth > DEEPEST_STATUS) return [];
  if (Array.isArray(value)) return value.flatMap((each) => partsIn(each, "element", depth + 1));
  if (!isJsonObject(value)) return [];
  // What vendors add has its own words.
  const { customData: _, data: __, ...ours } = value;
  const own = [value["status"], value["attributeStatus"], value["certificateStatus"]]
    .filter((status) => typeof status === "string");
  const info = value["statusInfo"] ?? value["attributeStatusInfo"];
  const code = isJsonObject(info) ? info["reasonCode"] : undefined;
  return [
    ...own.map((status) => ({ status, of, ...(typeof code === "string" && { code }) })),
    ...Object.values(ours).flatMap((each) => partsIn(each, of, depth + 1)),
  ];
}
