import type * as everest from "../everest/interfaces/types/authorization.ts";
import type { IdTokenType } from "../ocpp/messages.ts";
import type { PresentedCredentials, TokenSource } from "../station/authorization/authorization-block.ts";
import type { PresentedToken } from "../station/evse-event.ts";
import { namedGroup } from "../station/group-token.ts";
import type { RemoteToken } from "../station/ports/token-port.ts";
import type { Complain } from "./complaint.ts";

/** Longest token and additional information, in OCPP and in EVerest alike. */
const MAX_ID_TOKEN_LENGTH = 36;
const MAX_ADDITIONAL_TYPE_LENGTH = 50;

/** Maps a token to OCPP; the token types have the same names on both sides. */
function toIdToken(token: everest.IdToken): IdTokenType {
  const additionalInfo = token.additional_info?.map(({ value, type }) => ({
    additionalIdToken: value,
    type,
  }));
  return {
    idToken: token.value,
    type: token.type,
    ...(additionalInfo && additionalInfo.length > 0 ? { additionalInfo } : {}),
  };
}

/** Maps a token to EVerest, with its additional information. */
export function fromIdToken(token: IdTokenType): everest.IdToken {
  const additional = token.additionalInfo?.map(({ additionalIdToken, type }) => ({
    value: additionalIdToken,
    type,
  }));
  return {
    value: token.idToken,
    type: token.type,
    ...(additional ? { additional_info: additional } : {}),
  };
}

/** Maps the token of a session event. Parts that do not fit into an OCPP message are left out. */
export function toPresentedToken(
  provided: everest.ProvidedIdToken,
  complain: Complain,
): PresentedToken | undefined {
  const idToken = fitting(provided.id_token, complain);
  if (!idToken) return undefined;
  const groupIdToken = namedGroup(
    provided.parent_id_token && fitting(provided.parent_id_token, complain),
  );
  const fromCsms = provided.authorization_type === "OCPP";
  return {
    idToken,
    ...(groupIdToken ? { groupIdToken } : {}),
    ...(fromCsms && provided.request_id !== undefined ? { remoteStartId: provided.request_id } : {}),
    fromCsms,
  };
}

function fitting(token: everest.IdToken, complain: Complain): IdTokenType | undefined {
  if (token.value.length > MAX_ID_TOKEN_LENGTH) {
    complain(`token left out: it is longer than ${MAX_ID_TOKEN_LENGTH} characters`);
    return undefined;
  }
  const { additional_info: additional = [], ...bare } = token;
  const kept = additional.filter(({ value, type }) =>
    value.length <= MAX_ID_TOKEN_LENGTH && type.length <= MAX_ADDITIONAL_TYPE_LENGTH
  );
  if (kept.length < additional.length) complain("additional information of a token left out: it is too long");
  return toIdToken({ ...bare, additional_info: kept });
}

/** The token that RequestStartTransaction hands to EVerest's Auth module. */
export function toProvidedIdToken(remote: RemoteToken): everest.ProvidedIdToken {
  return {
    id_token: fromIdToken(remote.idToken),
    authorization_type: "OCPP",
    prevalidated: remote.prevalidated,
    request_id: remote.remoteStartId,
    ...(remote.groupIdToken ? { parent_id_token: fromIdToken(remote.groupIdToken) } : {}),
    ...(remote.evseIds === undefined ? {} : { connectors: [...remote.evseIds] }),
  };
}

/** What may go into AuthorizeRequest; use case C07 decides which of them do. */
export function toPresentedCredentials(provided: everest.ProvidedIdToken): PresentedCredentials {
  const hashes = provided.iso15118CertificateHashData;
  return {
    idToken: toIdToken(provided.id_token),
    ...(provided.certificate === undefined ? {} : { certificate: provided.certificate }),
    ...(hashes && hashes.length > 0 ? { iso15118CertificateHashData: hashes } : {}),
  };
}

/** Auth asks with the same authorization type with which a token was handed to it. */
export function toTokenSource({ authorization_type: type }: everest.ProvidedIdToken): TokenSource {
  return type === "OCPP" ? "csms" : "driver";
}
