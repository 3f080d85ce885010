import { certificateHashOf, sha256 } from "../../certificates/certificate-hash.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { CertificateStore } from "../ports/certificate-store.ts";
import type { ClientCertificateSource, NewestCertificate } from "../ports/client-certificate-source.ts";
import type { PreviousCertificate, PreviousCertificateStore } from "../ports/previous-certificate-store.ts";
import type { StationKeys } from "../ports/station-keys.ts";

/** Which of the two certificates after a renewal the station uses. */
export type ShownCertificate = "newest" | "previous";

/** A certificate of the station with its key, in PEM. */
export interface ClientCertificate {
  readonly certChain: string;
  readonly privateKey: string;
  readonly privateKeyPassword?: string;
}

type Reading =
  | { readonly kind: "read"; readonly value: ClientCertificate }
  | { readonly kind: "unavailable"; readonly reason: string };

/** The certificate to use, or why there is none. `shown` is absent when there is only one. */
export type ClientCertificateReading = Reading & { readonly shown?: ShownCertificate };

type Newest = Awaited<ReturnType<ClientCertificateSource["newest"]>>;

export interface ClientCertificatesDeps {
  readonly source: ClientCertificateSource;
  readonly certificates: Pick<CertificateStore, "delete">;
  /** Keeps the certificate from before a renewal. */
  readonly store: PreviousCertificateStore;
  readonly log: Logger;
}

/**
 * The client certificate of the connection to the CSMS. The security module knows only the newest one. After
 * a renewal this class keeps the one before until the CSMS has accepted either of them.
 */
export class ClientCertificates {
  readonly #deps: ClientCertificatesDeps;
  #previous: PreviousCertificate | undefined;
  /** SHA-256 of the renewed certificate that was used at the last dial. */
  #offered: string | undefined;

  constructor(deps: ClientCertificatesDeps) {
    this.#deps = deps;
    this.#previous = deps.store.load();
  }

  /** The certificate to use; of two, the preferred one. Never rejects. */
  async read(preferred: ShownCertificate): Promise<ClientCertificateReading> {
    const leaf = await this.#deps.source.newest();
    const previous = this.#previous;
    if (previous === undefined) return leaf;
    const isNewestUsable = leaf.kind === "read" && leaf.value.certChain !== previous.certChain &&
      await digest(leaf.value.certChain) !== previous.discarded;
    if (previous.discarded !== undefined) {
      return isNewestUsable ? leaf : await this.#readPrevious(previous, leaf);
    }
    if (!isNewestUsable) return leaf.kind === "read" ? leaf : await this.#readPrevious(previous, leaf);
    this.#offered = await digest(leaf.value.certChain);
    if (preferred === "newest") return { ...leaf, shown: "newest" };
    const old = await this.#readPrevious(previous, leaf);
    return old.kind === "read" ? { ...old, shown: "previous" } : { ...leaf, shown: "newest" };
  }

  /** The same keys, but a renewal keeps the certificate that it replaces. */
  rememberingPrevious(keys: StationKeys): StationKeys {
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
   * The CSMS accepted one of two certificates; deletes the other one. Resolves with "renewedDiscarded" if
   * that was the renewed one, which the CSMS believes to be in use. `roots`: PEM, to find the issuer.
   */
  async acceptedByCsms(
    shown: ShownCertificate,
    roots: readonly string[],
  ): Promise<"renewedDiscarded" | "renewedInUse" | "unchanged"> {
    const previous = this.#previous;
    if (previous === undefined || previous.discarded !== undefined) return "unchanged";
    const leaf = await this.#deps.source.newest();
    if (leaf.kind !== "read") return "unchanged";
    const newest = await digest(leaf.value.certChain);
    // Renewed again since the dial: whether the CSMS accepts this one is not known yet.
    if (newest !== this.#offered) return "unchanged";
    if (shown === "newest") {
      await this.#remember(undefined);
      await this.#delete(previous.certChain, roots);
      return "renewedInUse";
    }
    await this.#remember({ ...previous, discarded: newest });
    await this.#delete(leaf.value.certChain, roots);
    return "renewedDiscarded";
  }

  /**
   * The certificate that was accepted last. Of several renewals without a connection in between, none was.
   */
  async #inUse(): Promise<Pick<NewestCertificate, "certChain" | "keyPath"> | undefined> {
    const previous = this.#previous;
    if (previous !== undefined && previous.discarded === undefined) return previous;
    const leaf = await this.#deps.source.newest();
    const isUsable = leaf.kind === "read" && await digest(leaf.value.certChain) !== previous?.discarded;
    return isUsable ? leaf.value : previous;
  }

  /**
   * Resolves also when the security module refuses: the station does not use a discarded certificate again.
   */
  async #delete(certChain: string, roots: readonly string[]): Promise<void> {
    const { certificates, log } = this.#deps;
    const hash = await certificateHashOf(certChain, roots);
    const outcome = hash && await certificates.delete(hash);
    if (outcome === "deleted") return;
    log.info("the security module does not delete a certificate that is not used any more", {
      reason: outcome ?? "its issuer is not known",
    });
  }

  async #remember(certificate: PreviousCertificate | undefined): Promise<void> {
    this.#previous = certificate;
    try {
      await this.#deps.store.save(certificate);
    } catch (error) {
      this.#deps.log.error("the certificate from before the renewal could not be stored", {
        error: String(error),
      });
    }
  }

  /** The security module has one password for all keys. */
  async #readPrevious({ certChain, keyPath }: PreviousCertificate, newest: Newest): Promise<Reading> {
    const password = newest.kind === "read" ? newest.value.privateKeyPassword : undefined;
    const key = await this.#deps.source.privateKey(keyPath);
    if (key.kind === "unavailable") return key;
    return {
      kind: "read",
      value: {
        certChain,
        privateKey: key.pem,
        ...(password === undefined ? {} : { privateKeyPassword: password }),
      },
    };
  }
}

function digest(certChain: string): Promise<string> {
  return sha256(new TextEncoder().encode(certChain));
}
