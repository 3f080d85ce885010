/**
 * An open OCPP WebSocket. Text frames only; the implementation handles pings, pongs, fragmentation and
 * limits.
 */
export interface CsmsSocket {
  /** The negotiated subprotocol, e.g. `ocpp2.0.1`. */
  readonly subprotocol: string;
  /** Resolves when the text is handed to the kernel; "closed" when the socket is already gone. Never rejects. */
  send(text: string): Promise<"sent" | "closed">;
  /** Incoming text messages in order; ends when the socket closes. Backpressure: nothing is read ahead. */
  messages(): AsyncIterable<string>;
  /** Resolves once, with why the socket is no longer usable. */
  readonly closed: Promise<SocketClosed>;
  /** Closing handshake, bounded by its own timer; then the connection is dropped. */
  close(code: number, reason: string): Promise<void>;
  /** Sets the ping interval in milliseconds; 0 sends none. */
  pingEvery(intervalMs: number): void;
  /** Drops the connection without a handshake. */
  abort(): void;
}

export type SocketClosed =
  /** The peer closed; `code` is 1005 when it gave none. */
  | { kind: "closedByPeer"; code: number; reason: string }
  | { kind: "closedByUs"; code: number; reason: string }
  /** The peer violated RFC 6455 or a limit of ours; `code` is our close code (1002, 1003, 1007, 1009). */
  | { kind: "protocolError"; code: number; reason: string }
  | { kind: "pongTimeout" }
  /** The transport broke without a closing handshake. */
  | { kind: "lost"; reason: string };

/** How to reach one CSMS endpoint. */
export interface DialOptions {
  readonly url: URL;
  readonly subprotocols: readonly string[];
  /** Sent only after the peer is verified (profiles 1 and 2). */
  readonly basicAuth?: { readonly username: string; readonly password: Uint8Array };
  /** Present for wss: PEM texts of the CSMS roots, and the client certificate for profile 3. */
  readonly tls?: {
    readonly caCerts: readonly string[];
    readonly clientCertificate?: {
      readonly certChain: string;
      readonly privateKey: string;
      /** For an encrypted private key. */
      readonly privateKeyPassword?: string;
    };
    /**
     * How the host must be named in the server's certificate. `exact` refuses names with a wildcard
     * (InternalCtrlr.VerifyCsmsAllowWildcards false), `unchecked` accepts any name (VerifyCsmsCommonName
     * false). Default: `wildcardsAllowed`.
     */
    readonly hostNames?: "exact" | "wildcardsAllowed" | "unchecked";
  };
  /** Connect, TLS handshake and HTTP upgrade together. */
  readonly timeoutMs: number;
  /** Ping interval; 0 sends no pings (OCPPCommCtrlr.WebSocketPingInterval, seconds there). */
  readonly pingIntervalMs: number;
  readonly pongTimeoutMs: number;
  /** Carried by every ping, at most 125 bytes (InternalCtrlr.WebsocketPingPayload). Default: nothing. */
  readonly pingPayload?: string;
  readonly maxMessageBytes: number;
}

export type DialResult =
  | { kind: "open"; socket: CsmsSocket }
  | { kind: "failed"; failure: DialFailure };

/** Each kind leads to its own security event or log line (A04). */
export type DialFailure =
  | { kind: "unreachable"; reason: string }
  | { kind: "timeout" }
  | { kind: "tlsVersionTooOld"; reason: string }
  /** The CSMS offers only cipher suites that we do not use. */
  | { kind: "noCommonCipherSuite"; reason: string }
  | { kind: "untrustedIssuer"; reason: string }
  | { kind: "certificateExpired"; reason: string }
  | { kind: "certificateNotYetValid"; reason: string }
  | { kind: "wrongHost"; reason: string }
  | { kind: "unsupportedCertificate"; reason: string }
  | { kind: "clientCertificateRefused"; reason: string }
  | { kind: "tlsFailed"; reason: string }
  | { kind: "unauthorized"; status: number }
  | { kind: "upgradeRefused"; status: number; reason: string }
  | { kind: "subprotocolMissing"; offered: string | undefined };

/** Opens a WebSocket; never rejects. */
export type Dial = (options: DialOptions, signal: AbortSignal) => Promise<DialResult>;
