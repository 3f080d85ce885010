import { firstCharacters } from "../../ocpp/first-characters.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { BootReasonEnumType, ChargingStationType, ModemType, RequestOf } from "../../ocpp/messages.ts";

/** Sent when model or vendor are not configured: the schema requires both. */
const UNNAMED = "Unknown";

/** The BootNotificationRequest, from the device model and the reason of the boot. */
export function bootNotification(
  deviceModel: DeviceModel,
  reason: BootReasonEnumType,
): RequestOf<"BootNotification"> {
  return { reason, chargingStation: chargingStation(deviceModel) };
}

function chargingStation(deviceModel: DeviceModel): ChargingStationType {
  const read = (
    maxLength: number,
    ...sources: readonly (readonly [component: string, variable: string])[]
  ) => {
    for (const [component, variable] of sources) {
      const text = deviceModel.text(variableKey(component, variable))?.trim();
      // Too long a name is cut: after a call error the station would never be accepted.
      if (text) return firstCharacters(text, maxLength);
    }
    return undefined;
  };
  const serialNumber = read(25, ["InternalCtrlr", "ChargeBoxSerialNumber"], [
    "ChargingStation",
    "SerialNumber",
  ]);
  const firmwareVersion = read(50, ["InternalCtrlr", "FirmwareVersion"], [
    "ChargingStation",
    "FirmwareVersion",
  ]);
  const iccid = read(20, ["InternalCtrlr", "ICCID"], ["ChargingStation", "ICCID"]);
  const imsi = read(20, ["InternalCtrlr", "IMSI"], ["ChargingStation", "IMSI"]);
  const modem: ModemType = { ...(iccid ? { iccid } : {}), ...(imsi ? { imsi } : {}) };
  return {
    model: read(20, ["InternalCtrlr", "ChargePointModel"], ["ChargingStation", "Model"]) ?? UNNAMED,
    vendorName: read(50, ["InternalCtrlr", "ChargePointVendor"], ["ChargingStation", "VendorName"]) ??
      UNNAMED,
    ...(serialNumber ? { serialNumber } : {}),
    ...(firmwareVersion ? { firmwareVersion } : {}),
    ...(iccid || imsi ? { modem } : {}),
  };
}
