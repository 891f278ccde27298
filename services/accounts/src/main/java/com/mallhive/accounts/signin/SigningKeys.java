package com.mallhive.accounts.signin;

import com.mallhive.accounts.store.AccountStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.security.Vault;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of access tokens (ES256), sealed in the database, shared by every replica. */
public final class SigningKeys {
    private static final String PURPOSE = "signing-key";

    private final Database database;
    private final AccountStore store;
    private final Vault vault;
    private final Clock clock;
    private volatile @Nullable List<ECKey> keys;

    public SigningKeys(Database database, AccountStore store, Vault vault, Clock clock) {
        this.database = database;
        this.store = store;
        this.vault = vault;
        this.clock = clock;
    }

    /** The key that signs. */
    public ECKey newest() {
        return keys().getFirst();
    }

    /** The public halves as a JSON Web Key Set. */
    public String publicSet() {
        return new JWKSet(keys().stream().map(key -> (JWK) key.toPublicJWK()).toList()).toString();
    }

    private List<ECKey> keys() {
        List<ECKey> known = keys;
        if (known == null) {
            known = load();
            if (known.isEmpty()) {
                makeFirst();
                known = load();
            }
            keys = known;
        }
        return known;
    }

    private List<ECKey> load() {
        List<ECKey> loaded = new ArrayList<>();
        for (byte[] sealed : database.statement(store::signingKeys)) {
            try {
                loaded.add(ECKey.parse(new String(vault.open(PURPOSE, sealed, ""), StandardCharsets.UTF_8)));
            } catch (ParseException e) {
                throw new IllegalStateException("a stored signing key is not readable", e);
            }
        }
        return loaded;
    }

    private void makeFirst() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(Ids.next().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            byte[] sealed = vault.seal(PURPOSE, key.toJSONString().getBytes(StandardCharsets.UTF_8), "");
            database.transact(session -> {
                store.addFirstSigningKey(session, key.getKeyID(), sealed, clock.instant());
            });
        } catch (JOSEException e) {
            throw new IllegalStateException("ES256 is missing", e);
        }
    }
}
