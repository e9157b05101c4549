// SPDX-License-Identifier: Apache-2.0
import FilterService
import NIOCore
import NIOEmbedded
import Testing

@Suite("Where a client is") struct ChannelOriginTests {
    private static func isLocal(_ listener: SocketAddress?, _ client: SocketAddress?) -> Bool {
        let channel = EmbeddedChannel()
        channel.localAddress = listener
        channel.remoteAddress = client
        return channel.isFromThisMachine
    }

    @Test("who comes over a Unix socket or from loopback is on this machine")
    func local() throws {
        let socket = try SocketAddress(unixDomainSocketPath: "/run/spreu/http.sock")
        #expect(Self.isLocal(socket, nil))
        for address in ["127.0.0.1", "127.9.9.9", "::1"] {
            let client = try SocketAddress(ipAddress: address, port: 1)
            #expect(Self.isLocal(try SocketAddress(ipAddress: "0.0.0.0", port: 80), client), "\(address)")
        }
    }

    @Test("who comes from elsewhere, or is no longer known, is not")
    func remote() throws {
        let listener = try SocketAddress(ipAddress: "127.0.0.1", port: 80)
        #expect(!Self.isLocal(listener, try SocketAddress(ipAddress: "192.0.2.2", port: 1)))
        #expect(!Self.isLocal(listener, nil))
        #expect(!Self.isLocal(nil, nil))
    }
}
