/**
 * Why a database lies beside the one in use: another program wrote it, a later release did, it is damaged, or it is a copy from
 * before rows were left out of it.
 */
const LABELS = ["foreign", "newer", "damaged", "unrepaired"] as const;

/** `v3`: a copy from before a migration of version 3. */
export type AsideLabel = (typeof LABELS)[number] | `v${number}`;

/** What distinguishes a database that was set aside from others beside the one in use. */
export interface Aside {
  readonly label: AsideLabel;
  /** Counts from 1 for each label. */
  readonly number: number;
}

const ASIDE = new RegExp(`^\\.(${LABELS.join("|")}|v\\d+)-(\\d+)$`);

/** What follows the path of the database in use. */
export function asideSuffix({ label, number }: Aside): string {
  return `.${label}-${number}`;
}

/** Reads what follows the name of the database in use; undefined: this is no file that was set aside. */
export function readAsideSuffix(suffix: string): Aside | undefined {
  const [, label, number] = ASIDE.exec(suffix) ?? [];
  return label === undefined ? undefined : { label: label as AsideLabel, number: Number(number) };
}
