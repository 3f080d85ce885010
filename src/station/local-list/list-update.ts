import type { AuthorizationData, RequestOf, SendLocalListStatusEnumType } from "../../ocpp/messages.ts";
import type { ReasonCode } from "../../ocpp/reason-codes.ts";
import { tokenKey } from "../same-token.ts";
import type { ListChange, ListedToken } from "./local-list-store.ts";

/** Limits of one SendLocalList (D01.FR.11); undefined: no limit. */
export interface MessageLimits {
  readonly items: number | undefined;
  readonly bytes: number | undefined;
}

export type UpdateVerdict =
  | { readonly kind: "change"; readonly change: ListChange }
  | {
    readonly kind: "refused";
    readonly status: Exclude<SendLocalListStatusEnumType, "Accepted">;
    readonly reason: ReasonCode;
    readonly text?: string;
  };

/** What a SendLocalList changes in a list with this `version` (D01). */
export function judgeUpdate(
  request: RequestOf<"SendLocalList">,
  version: number,
  limits: MessageLimits,
): UpdateVerdict {
  const { updateType, versionNumber, localAuthorizationList: entries = [] } = request;
  return staleVersion(request, version) ?? tooLarge(request, limits) ?? duplicate(entries) ??
    changeOf(updateType, versionNumber, entries);
}

function staleVersion(
  { updateType, versionNumber }: RequestOf<"SendLocalList">,
  version: number,
): UpdateVerdict | undefined {
  if (updateType === "Differential" && versionNumber <= version) {
    const text = `the list has version ${version}`;
    return { kind: "refused", status: "VersionMismatch", reason: "ValueTooLow", text };
  }
  // 0 means that there is no list (D01.FR.18).
  if (versionNumber <= 0) return { kind: "refused", status: "Failed", reason: "ValuePositiveOnly" };
  return undefined;
}

function tooLarge(
  request: RequestOf<"SendLocalList">,
  { items, bytes }: MessageLimits,
): UpdateVerdict | undefined {
  const count = request.localAuthorizationList?.length ?? 0;
  if (items !== undefined && count > items) {
    return failed("TooManyElements", `${count} entries where ${items} are allowed`);
  }
  if (bytes === undefined) return undefined;
  const size = new TextEncoder().encode(JSON.stringify(request)).length;
  return size > bytes ? failed("TooLargeElement", `${size} bytes where ${bytes} are allowed`) : undefined;
}

/** No token may occur twice (D01.FR.06); upper and lower case are the same. */
function duplicate(entries: readonly AuthorizationData[]): UpdateVerdict | undefined {
  const tokens = new Set(entries.map(({ idToken }) => tokenKey(idToken)));
  return tokens.size < entries.length ? failed("InvalidValue", "a token occurs twice") : undefined;
}

function changeOf(
  updateType: RequestOf<"SendLocalList">["updateType"],
  version: number,
  entries: readonly AuthorizationData[],
): UpdateVerdict {
  const listed = entries.flatMap(({ idToken, idTokenInfo: info }): ListedToken[] =>
    info ? [{ idToken, info }] : []
  );
  const removed = entries.filter(({ idTokenInfo }) => !idTokenInfo).map(({ idToken }) => idToken);
  switch (updateType) {
    case "Full":
      if (removed.length > 0) return failed("MissingParam", "an entry of a full list has no idTokenInfo");
      return { kind: "change", change: { kind: "replace", version, listed, removed: [] } };
    case "Differential":
      return { kind: "change", change: { kind: "amend", version, listed, removed } };
  }
}

function failed(reason: ReasonCode, text: string): UpdateVerdict {
  return { kind: "refused", status: "Failed", reason, text };
}
