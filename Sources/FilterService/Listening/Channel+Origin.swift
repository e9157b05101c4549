// SPDX-License-Identifier: Apache-2.0
package import NIOCore

/// Where a client is.
package enum ClientOrigin: Sendable {
    /// On this machine, and may use the Unix socket.
    case unixSocket
    /// On this machine.
    case loopback
    /// Anywhere.
    case otherMachine
}

extension Channel {
    /// Where the client is; ask when the connection is set up.
    package var origin: ClientOrigin {
        if case .unixDomainSocket? = localAddress { return .unixSocket }
        return isFromThisMachine ? .loopback : .otherMachine
    }

    /// Whether only a program on this machine can be the client: at a Unix socket, or from a loopback address.
    ///
    /// Ask when the connection is set up: once a client has reset it, its address is no longer known. A client that is
    /// not known counts as one on another machine.
    package var isFromThisMachine: Bool {
        if case .unixDomainSocket? = localAddress { return true }
        return remoteAddress?.ipAddress.map(ListenAddress.isLoopback) ?? false
    }
}
