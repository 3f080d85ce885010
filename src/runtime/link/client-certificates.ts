import { toEverestHash } from "../../bridge/certificate-words.ts";
import type { ShownCertificate } from "../../csms/tls-credentials.ts";
import type { EvseSecurity } from "../../everest/interfaces/evse-security.ts";
import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type {
  PreviousCertificate,
  PreviousCertificateStore,
} from "../../station/ports/previous-certificate-store.ts";
import type { StationKeys } from "../../station/ports/station-keys.ts";
import { certificateHashOf, sha256 } from "../../certificates/certificate-hash.ts";
import { SECURITY_TIMEOUT_MS } from "./security-timeout.ts";

/** A certificate of the station with its key. PEM. */
export interface ClientCertificate {
  readonly certChain: string;
  readonly privateKey: string;
  readonly privateKeyPassword?: string;
}

export type ClientCertificateReading =
  | { kind: "read"; value: ClientCertificate; shown?: ShownCertificate }
  | { kind: "unavailable"; reason: string };

export interface ClientCertificatesDeps {
  readonly security: Pick<EvseSecurity, "getLeafCertificateInfo" | "deleteCertificate">;
  readonly store: PreviousCertificateStore;
  readonly log: Logger;
}

interface InUse extends ClientCertificate {
  readonly keyPath: string;
}

type Leaf = { kind: "read"; value: InUse } | { kind: "unavailable"; reason: string };

/**
 * The certificate that the station shows to the CSMS. The security module knows the newest one only; after a
 * renewal the one before is kept here until the CSMS has taken either of them.
 */
export class ClientCertificates {
  readonly #deps: ClientCertificatesDeps;
  #previous: PreviousCertificate | undefined;
  /** SHA-256 of the renewed certificate that the CSMS could have taken at the last dial. */
  #offered: string | undefined;

  constructor(deps: ClientCertificatesDeps) {
    this.#deps = deps;
    this.#previous = deps.store.load();
  }

  /** Of two the preferred one. Never rejects. */
  async read(preferred: ShownCertificate): Promise<ClientCertificateReading> {
    const leaf = await this.#leaf();
    const previous = this.#previous;
    if (previous === undefined) return leaf;
    const isNewestUsable = leaf.kind === "read" && leaf.value.certChain !== previous.certChain &&
      await digest(leaf.value.certChain) !== previous.discarded;
    if (previous.discarded !== undefined) return isNewestUsable ? leaf : await readPrevious(previous, leaf);
    if (!isNewestUsable) return leaf.kind === "read" ? leaf : await readPrevious(previous, leaf);
    this.#offered = await digest(leaf.value.certChain);
    if (preferred === "newest") return { ...leaf, shown: "newest" };
    const old = await readPrevious(previous, leaf);
    return old.kind === "read" ? { ...old, shown: "previous" } : { ...leaf, shown: "newest" };
  }

  /** The same keys; a certificate that is replaced is kept. */
  keepingPrevious(keys: StationKeys): StationKeys {
    return {
      createSigningRequest: (...what) => keys.createSigningRequest(...what),
      daysUntilExpiry: (type) => keys.daysUntilExpiry(type),
      installLeaf: async (type, chain) => {
        if (type !== "ChargingStationCertificate") return await keys.installLeaf(type, chain);
        const before = this.#previous;
        const inUse = await this.#inUse();
        if (inUse !== undefined) await this.#remember({ certChain: inUse.certChain, keyPath: inUse.keyPath });
        const outcome = await keys.installLeaf(type, chain);
        if (outcome.kind !== "installed" && this.#previous !== before) await this.#remember(before);
        return outcome;
      },
    };
  }

  /**
   * The CSMS took this one of two: the other goes. True when that is the renewed one, of which the CSMS does
   * not know. `roots`: PEM, to find the issuer.
   */
  async proved(shown: ShownCertificate, roots: readonly string[]): Promise<boolean> {
    const previous = this.#previous;
    if (previous === undefined || previous.discarded !== undefined) return false;
    const leaf = await this.#leaf();
    if (leaf.kind !== "read") return false;
    const newest = await digest(leaf.value.certChain);
    // Renewed once more since the dial: nothing is known of this one yet.
    if (newest !== this.#offered) return false;
    if (shown === "newest") {
      await this.#remember(undefined);
      await this.#delete(previous.certChain, roots);
      return false;
    }
    await this.#remember({ ...previous, discarded: newest });
    await this.#delete(leaf.value.certChain, roots);
    return true;
  }

  /** What has worked last; of renewals that follow each other without a connection in between, none has. */
  async #inUse(): Promise<Pick<InUse, "certChain" | "keyPath"> | undefined> {
    const previous = this.#previous;
    if (previous !== undefined && previous.discarded === undefined) return previous;
    const leaf = await this.#leaf();
    const isUsable = leaf.kind === "read" && await digest(leaf.value.certChain) !== previous?.discarded;
    return isUsable ? leaf.value : previous;
  }

  /** Resolves also when the security module keeps it: what we discarded is not shown again. */
  async #delete(certChain: string, roots: readonly string[]): Promise<void> {
    const { security, log } = this.#deps;
    const hash = await certificateHashOf(certChain, roots);
    const answer = hash && await security.deleteCertificate(toEverestHash(hash), SECURITY_TIMEOUT_MS);
    if (answer?.kind === "result" && answer.value === "Accepted") return;
    log.info("the security module keeps a certificate that is not used any more", {
      reason: answer === undefined
        ? "its issuer is not known"
        : answer.kind === "failed"
        ? answer.reason
        : answer.value,
    });
  }

  async #remember(certificate: PreviousCertificate | undefined): Promise<void> {
    this.#previous = certificate;
    try {
      await this.#deps.store.save(certificate);
    } catch (error) {
      this.#deps.log.error("the certificate before the renewal is not on disk", { error: String(error) });
    }
  }

  async #leaf(): Promise<Leaf> {
    const request = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;
    const answer = await this.#deps.security.getLeafCertificateInfo(request, SECURITY_TIMEOUT_MS);
    if (answer.kind === "failed") return unavailable(`no charging station certificate: ${answer.reason}`);
    const { status, info } = answer.value;
    const chain = info?.certificate ?? info?.certificate_single;
    if (status !== "Accepted" || info === undefined || chain === undefined) {
      return unavailable(`no charging station certificate: the security module answers ${status}`);
    }
    try {
      const value: InUse = {
        certChain: await Deno.readTextFile(chain),
        privateKey: await Deno.readTextFile(info.key),
        keyPath: info.key,
        ...(info.password === undefined ? {} : { privateKeyPassword: info.password }),
      };
      return { kind: "read", value };
    } catch (error) {
      return unavailable(reasonOf(error));
    }
  }
}

/** The security module has one password for all keys. */
async function readPrevious(
  { certChain, keyPath }: PreviousCertificate,
  leaf: Leaf,
): Promise<{ kind: "read"; value: ClientCertificate } | { kind: "unavailable"; reason: string }> {
  const password = leaf.kind === "read" ? leaf.value.privateKeyPassword : undefined;
  try {
    const privateKey = await Deno.readTextFile(keyPath);
    const value = {
      certChain,
      privateKey,
      ...(password === undefined ? {} : { privateKeyPassword: password }),
    };
    return { kind: "read", value };
  } catch (error) {
    return unavailable(reasonOf(error));
  }
}

function digest(certChain: string): Promise<string> {
  return sha256(new TextEncoder().encode(certChain));
}

function unavailable(reason: string): { kind: "unavailable"; reason: string } {
  return { kind: "unavailable", reason };
}
