/**
 * Why a database lies beside the one in use: another program wrote it, a later release did, it is damaged, or it is a copy from
 * before rows were left out of it.
 */
const LABELS = ["foreign", "newer", "damaged", "unrepaired"] as const;

/** `v3`: a copy from before a migration of version 3. */
export type AsideLabel = (typeof LABELS)[number] | `v${number}`;

const ASIDE = new RegExp(`^\\.(${LABELS.join("|")}|v\\d+)-\\d+$`);

/** The label in what follows the name of the database in use; undefined: this is no file that was set aside. */
export function asideLabelOf(suffix: string): AsideLabel | undefined {
  return ASIDE.exec(suffix)?.[1] as AsideLabel | undefined;
}
