/** Loaded on demand: only a diagnosis asks for names by themselves. */
const nodeDns = () => import("node:dns");

/** The addresses of a host name, as connections of this process find them (hosts file, resolver). Rejects without one. */
export async function resolveName(hostname: string): Promise<readonly string[]> {
  const { promises } = await nodeDns();
  return (await promises.lookup(hostname, { all: true })).map(({ address }) => address);
}
