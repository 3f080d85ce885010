import type { ReportDataType } from "../../../src/ocpp/messages.ts";
import { recordedCsms } from "../../fixtures/recordings.ts";

/** What EVerest's own module reported to the CSMS in the first run. */
export function recordedReports(): readonly ReportDataType[] {
  return recordedCsms("run1").flatMap((event) => {
    if (!("frame" in event) || event.frame[2] !== "NotifyReport") return [];
    return (event.frame[3] as { readonly reportData: readonly ReportDataType[] }).reportData;
  });
}
