/**
 * A root certificate nobody can issue under: its public key is the point (0, 0), which does not lie on P-256, so no
 * signature ever verifies. It keeps the runtime's store of default roots from being empty, see `createTrust`.
 */
export const NOBODY_ROOT = `-----BEGIN CERTIFICATE-----
MIHPMIG1oAMCAQICAQEwCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwGTm9ib2R5MB4X
DTAwMDEwMTAwMDAwMFoXDTAwMDEwMjAwMDAwMFowETEPMA0GA1UEAwwGTm9ib2R5
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADAKBggq
hkjOPQQDAgMJADAGAgEBAgEB
-----END CERTIFICATE-----
`;
