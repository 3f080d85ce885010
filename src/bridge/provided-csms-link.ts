import type { OcppPublisher } from "../everest/interfaces/ocpp.ts";
import type { ConnectionStatus, MessageDirection } from "../everest/interfaces/types/ocpp.ts";
import type { CsmsConnection } from "../station/ports/csms-connection.ts";
import type { NamedVariable } from "./provided-variables.ts";

/** Receives the events of the link to the CSMS. */
export interface CsmsLinkListener {
  connected(connection: CsmsConnection): void;
  disconnected(): void;
  /** Every text that crosses the socket. */
  message(direction: MessageDirection, text: string): void;
}

export interface CsmsLinkEventsDeps {
  readonly publisher: Pick<
    OcppPublisher,
    "publishConnectionStatus" | "publishNotConnectedYet" | "publishOcppMessage"
  >;
  /** The formats of the message log (InternalCtrlr.LogMessagesFormat): `callback` stands for `ocpp_message`. */
  readonly logFormats: ReadonlySet<string>;
  readonly deviceModel: VariableTexts;
}

/** The Actual values of the device model. */
export interface VariableTexts {
  text(key: NamedVariable): string | undefined;
}

/** Publishes the state of the link to the CSMS and, when configured, its messages. */
export function publishCsmsLink(deps: CsmsLinkEventsDeps): CsmsLinkListener {
  const { publisher, logFormats, deviceModel } = deps;
  let status: ConnectionStatus = { connected: false };
  publisher.publishNotConnectedYet();
  return {
    connected(connection) {
      status = toConnectionStatus(connection, ocppInterface(connection.configurationSlot, deviceModel));
      publisher.publishConnectionStatus(status);
    },
    disconnected() {
      // The other fields describe the lost connection.
      status = { ...status, connected: false };
      publisher.publishConnectionStatus(status);
    },
    message(direction, message) {
      if (!logFormats.has("callback")) return;
      // The OCPP version is negotiated when the connection opens.
      publisher.publishOcppMessage({ message, direction, ...(status.connected ? { version: "2.0.1" } : {}) });
    },
  };
}

function toConnectionStatus(
  { configurationSlot, securityProfile, url }: CsmsConnection,
  ocppInterface: string | undefined,
): ConnectionStatus {
  return {
    connected: true,
    ...endpointAndIdentity(url),
    security_profile: securityProfile,
    configuration_slot: configurationSlot,
    ...(ocppInterface === undefined ? {} : { ocpp_interface: ocppInterface }),
    ocpp_transport: "JSON",
    ocpp_version: "2.0.1",
  };
}

/** The identity is the last part of the connection URL's path. */
function endpointAndIdentity(text: string): Pick<ConnectionStatus, "csms_url" | "identity"> {
  const url = URL.parse(text);
  if (!url) return text === "" ? {} : { csms_url: text };
  const slash = url.pathname.lastIndexOf("/");
  const identity = decoded(url.pathname.slice(slash + 1));
  url.pathname = url.pathname.slice(0, slash);
  const csms_url = url.href.replace(/\/$/, "");
  return identity === "" ? { csms_url } : { csms_url, identity };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid percent-encoding, so the text stands for itself.
    return text;
  }
}

/** The network interface that a slot is configured for. */
export function ocppInterface(slot: number, deviceModel: VariableTexts): string | undefined {
  return deviceModel.text({
    component: { name: "NetworkConfiguration", instance: String(slot) },
    variable: { name: "OcppInterface" },
  }) || undefined;
}
