import type { SignedMeterValue } from "../everest/interfaces/types/units-signed.ts";
import type { SignedMeterValueType } from "../ocpp/messages.ts";
import type { Complain } from "./complaint.ts";

const LIMITS = { signedMeterData: 2500, signingMethod: 50, encodingMethod: 50, publicKey: 2500 } as const;

/**
 * Maps a signed reading to OCPP. Without a public key of its own it gets `publicKey`, the one the meter
 * published, or an empty one; the sender decides whether the key is sent
 * (OCPPCommCtrlr.PublicKeyWithSignedMeterValue). A signature that is too long for OCPP is dropped, never the
 * reading.
 */
export function toSignedMeterValue(
  signed: SignedMeterValue,
  complain: Complain,
  publicKey = "",
): SignedMeterValueType | undefined {
  const value = {
    signedMeterData: signed.signed_meter_data,
    signingMethod: signed.signing_method,
    encodingMethod: signed.encoding_method,
    publicKey: signed.public_key ?? publicKey,
  };
  for (const field of ["signedMeterData", "signingMethod", "encodingMethod", "publicKey"] as const) {
    if (value[field].length <= LIMITS[field]) continue;
    complain(
      `signature dropped: ${field} has ${value[field].length} characters, OCPP allows ${LIMITS[field]}`,
    );
    return undefined;
  }
  return value;
}
