import type { ValidationResult } from "../everest/interfaces/types/authorization.ts";
import type { MessageContent } from "../everest/interfaces/types/text-message.ts";
import { decode } from "../everest/codec/mod.ts";
import { messageContent } from "../everest/interfaces/types/text-message.ts";
import { toTimestamp } from "../kernel/clock.ts";
import type { AuthorizeCertificateStatusEnumType, IdTokenInfoType } from "../ocpp/messages.ts";
import { namedGroup } from "../station/group-token.ts";
import type { Complain } from "./complaint.ts";
import { parseTimestamp } from "./timestamps.ts";
import { fromIdToken } from "./tokens.ts";

/** Vendor id under which personal messages in further languages travel in customData. */
const MULTILANGUAGE_VENDOR = "org.openchargealliance.multilanguage";

/** EVerest's timestamps have four digits for the year; CSMSs use the last one for "never". */
const LATEST_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Maps the CSMS's idTokenInfo to the validation result of EVerest's Auth module. */
export function toValidationResult(
  info: IdTokenInfoType,
  complain: Complain,
  certificateStatus?: AuthorizeCertificateStatusEnumType,
): ValidationResult {
  const expiryMs = info.cacheExpiryDateTime === undefined
    ? undefined
    : parseTimestamp(info.cacheExpiryDateTime);
  if (info.cacheExpiryDateTime !== undefined && expiryMs === undefined) {
    complain("cacheExpiryDateTime cannot be read; passed on without it");
  }
  // EVerest numbers EVSEs from 1 and accepts no other number.
  const evseIds = (info.evseId ?? []).filter((id) => id >= 1);
  if (evseIds.length < (info.evseId?.length ?? 0)) complain("evseId below 1 left out");
  const groupIdToken = namedGroup(info.groupIdToken);
  return {
    authorization_status: info.status,
    tariff_messages: personalMessages(info, complain),
    ...(certificateStatus === undefined ? {} : { certificate_status: certificateStatus }),
    ...(expiryMs === undefined ? {} : { expiry_time: toTimestamp(Math.min(expiryMs, LATEST_TIME_MS)) }),
    // C09.FR.03: with the group, Auth lets another token of it stop the transaction.
    ...(groupIdToken ? { parent_id_token: fromIdToken(groupIdToken) } : {}),
    ...(evseIds.length > 0 ? { evse_ids: evseIds } : {}),
  };
}

/** The result of a validation that failed: Auth treats it as "not authorized". */
export const UNKNOWN_TOKEN: ValidationResult = { authorization_status: "Unknown", tariff_messages: [] };

function personalMessages(info: IdTokenInfoType, complain: Complain): readonly MessageContent[] {
  const messages: MessageContent[] = [];
  if (info.personalMessage) {
    const { format, language, content } = info.personalMessage;
    messages.push({ content, format, ...(language === undefined ? {} : { language }) });
  }
  const custom: { readonly vendorId: string; readonly personalMessageExtra?: unknown } | undefined =
    info.customData;
  if (custom?.vendorId !== MULTILANGUAGE_VENDOR || !Array.isArray(custom.personalMessageExtra)) {
    return messages;
  }
  for (const extra of custom.personalMessageExtra) {
    const decoded = decode(messageContent, extra);
    if (decoded.kind === "value") messages.push(decoded.value);
    else complain(`personalMessageExtra: ${decoded.path} ${decoded.reason}`);
  }
  return messages;
}
