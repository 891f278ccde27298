package com.mallhive.platform.rpc;

import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Certificates of the services of this process, read again while it runs. */
public interface TlsFiles {
    /**
     * The certificate and key of one service, whose URI name is {@code spiffe://mallhive/<service>}; or of several that are
     * reached by one port: such a one names no caller.
     */
    X509ExtendedKeyManager keyManager(Set<String> services);

    /** The authorities whose certificates are believed. */
    X509ExtendedTrustManager trustManager();
}
