package com.mallhive.platform.security;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority in the data folder, made at first start, which issues the services' certificates for mTLS on one
 * machine. In a cluster certificates come as files from its own authority instead.
 */
public final class DevAuthority {
    private static final Duration LIFE = Duration.ofDays(365);

    private final Path folder;

    /** @param folder where {@code ca.crt}, {@code ca.key} and {@code <service>.crt/.key} are kept */
    public DevAuthority(Path folder) {
        this.folder = folder;
    }

    /** The authority's certificate, made if absent. */
    public Path authority() {
        locked(() -> {
            if (!Files.exists(file("ca.crt"))) {
                KeyPair keys = keyPair();
                X509Certificate certificate = sign(
                        "CN=MallHive development CA", keys, "CN=MallHive development CA", keys.getPrivate(), Set.of());
                write("ca.key", pkcs8(keys.getPrivate()));
                write("ca.crt", pem(certificate));
            }
        });
        return file("ca.crt");
    }

    /**
     * The certificate chain of a service, or of several behind one port, issued if absent or in its last month; its key lies
     * beside it.
     */
    public Path certificate(Set<String> services) {
        authority();
        String name = name(services);
        locked(() -> {
            if (!Files.exists(file(name + ".crt")) || aged(file(name + ".crt"))) {
                issue(name, new TreeSet<>(services));
            }
        });
        return file(name + ".crt");
    }

    /** The private key, after {@link #certificate}. */
    public Path key(Set<String> services) {
        return file(name(services) + ".key");
    }

    private static String name(Set<String> services) {
        return String.join("-", new TreeSet<>(services));
    }

    private void issue(String name, Set<String> services)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        String pem = Files.readString(file("ca.key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey authorityKey = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        KeyPair keys = keyPair();
        X509Certificate certificate = sign("CN=" + name, keys, "CN=MallHive development CA", authorityKey, services);
        write(name + ".key", pkcs8(keys.getPrivate()));
        write(name + ".crt", pem(certificate));
    }

    private static X509Certificate sign(
            String subject, KeyPair keys, String issuer, PrivateKey signer, Set<String> services)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                new BigInteger(120, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(services.isEmpty() ? LIFE.multipliedBy(10) : LIFE)),
                new X500Principal(subject),
                keys.getPublic());
        if (services.isEmpty()) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } else {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names(services)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    }

    /** Only the certificate of a single service has the name by which a caller is known. */
    private static GeneralName[] names(Set<String> services) {
        Stream<GeneralName> caller = services.stream()
                .filter(_ -> services.size() == 1)
                .map(s -> new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://mallhive/" + s));
        Stream<GeneralName> hosts = Stream.concat(services.stream(), Stream.of("localhost"))
                .map(s -> new GeneralName(GeneralName.dNSName, s));
        Stream<GeneralName> address = Stream.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        return Stream.of(caller, hosts, address).flatMap(s -> s).toArray(GeneralName[]::new);
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private boolean aged(Path certificate) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(certificate)) {
            var x509 = (X509Certificate)
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
            return x509.getNotAfter().toInstant().isBefore(Instant.now().plus(Duration.ofDays(30)));
        }
    }

    private static String pkcs8(PrivateKey key) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    private static String pem(X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }

    private void write(String name, String content) throws IOException {
        Path fresh = Files.createTempFile(
                folder,
                name,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, content);
        Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** Several processes may share the folder. */
    private void locked(Step step) {
        try {
            Files.createDirectories(folder);
            synchronized (DevAuthority.class) {
                try (FileChannel channel =
                                FileChannel.open(file(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var lock = channel.lock()) {
                    if (lock.isValid()) {
                        step.run();
                    }
                }
            }
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new StartupFailure("cannot make certificates in " + folder + ": " + e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, GeneralSecurityException, OperatorCreationException;
    }
}
