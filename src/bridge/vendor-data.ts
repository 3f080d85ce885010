import type { CustomData } from "../everest/interfaces/types/ocpp.ts";
import { parseExactJson } from "../kernel/exact-json.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { RequestOf } from "../ocpp/messages.ts";
import type { Complain } from "./complaint.ts";

/** OCPP's customData: an object that names its vendor. */
export type OcppCustomData = NonNullable<RequestOf<"DataTransfer">["customData"]>;

/** The vendor's parts of a DataTransfer message in EVerest's form, where values are JSON text. */
export interface VendorDataText {
  readonly data?: string;
  readonly custom_data?: CustomData;
}

/** The JSON value of the text, numbers as written; text that is not JSON stands for itself, so that no data is lost. */
export function jsonOrText(text: string): unknown {
  const parsed = parseExactJson(text);
  return parsed.kind === "value" ? parsed.value : text;
}

/** Undefined, with a complaint, when the text is not a JSON object: OCPP has no other form for it. */
export function toCustomData(
  { vendor_id, data }: CustomData,
  complain: Complain,
): OcppCustomData | undefined {
  const parsed = parseExactJson(data);
  if (parsed.kind === "malformed" || !isJsonObject(parsed.value)) {
    complain("custom_data left out: its data is not a JSON object");
    return undefined;
  }
  const { vendorId } = parsed.value;
  return { ...parsed.value, vendorId: typeof vendorId === "string" ? vendorId : vendor_id };
}

/** Values become JSON text, so a string comes back in quotes, and a number as the CSMS has written it. */
export function toVendorDataText(
  { data, customData }: { readonly data?: unknown; readonly customData?: OcppCustomData },
): VendorDataText {
  return {
    ...(data === undefined ? {} : { data: JSON.stringify(data) }),
    ...(customData
      ? { custom_data: { vendor_id: customData.vendorId, data: JSON.stringify(customData) } }
      : {}),
  };
}
