/** gRPC as the services use it: who calls, who may, what is valid, what went wrong. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.rpc;
