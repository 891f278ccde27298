package com.mallhive.platform.rpc;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Certificates of the services of this process, read again while it runs. */
public interface TlsFiles {
    /** The certificate and key of a service; its URI name is {@code spiffe://mallhive/<service>}. */
    X509ExtendedKeyManager keyManager(String service);

    /** The authorities whose certificates are believed. */
    X509ExtendedTrustManager trustManager();
}
