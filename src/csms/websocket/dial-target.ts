/** Where to connect for a WebSocket URL: a URL writes an IPv6 address in brackets, sockets and certificates do not. */
export function dialTarget({ protocol, hostname, port }: URL): {
  readonly hostname: string;
  readonly port: number;
} {
  const standardPort = protocol === "wss:" ? 443 : 80;
  return { hostname: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? standardPort : Number(port) };
}
