// SPDX-License-Identifier: Apache-2.0
import FilterService
import HTTPTypes
import Testing

@Suite("Who may see the filter's page")
struct PageAccessTests {
    private let access = PageAccess(HTTPAccess(token: "0123456789abcdef"), hosts: ["filter.example.com"])
    /// The token, as the password of a user called admin.
    private let basic: HTTPFields = [.authorization: "Basic YWRtaW46MDEyMzQ1Njc4OWFiY2RlZg=="]

    private func refusal(
        _ fields: HTTPFields, host: String? = "localhost", isUnixSocket: Bool = false, isChange: Bool = false
    ) -> PageAccess.Refusal? {
        access.refusal(authority: host, fields, isUnixSocket: isUnixSocket, isChange: isChange)
    }

    @Test(
        "a request for another host is refused, so that another site's name that leads here gets nothing",
        arguments: [
            nil, "", "evil.example", "localhost.evil.example", "filter.example.com.evil.example", "evil.example:8080",
            "127.0.0.1.evil.example", "localhost@evil.example", "localhost:80@evil.example", "[::2]", "localhost:x",
            ":80",
            "0.0.0.0", "2130706433",
        ])
    func hosts(host: String?) {
        #expect(refusal(basic, host: host) == .wrongHost)
        #expect(refusal([:], host: host, isUnixSocket: true) == .wrongHost)
    }

    @Test(
        "loopback and the configured names are this host",
        arguments: ["localhost", "LOCALHOST:8080", "127.0.0.1:11334", "[::1]:80", "[::1]", "Filter.Example.com:443"])
    func ownHosts(host: String) { #expect(refusal(basic, host: host) == nil) }

    @Test("at a port everybody needs the token, as any of the ways to give it")
    func token() {
        #expect(refusal([:]) == .noToken)
        #expect(refusal(basic) == nil)
        #expect(refusal([.authorization: "Bearer 0123456789abcdef"]) == nil)
        for wrong in ["Basic YWRtaW46MDEyMzQ1Njc4OWFiY2RlZw==", "Basic !!!", "Basic ", "Basic YWRtaW4=", "Bearer x"] {
            #expect(refusal([.authorization: wrong]) == .noToken, "\(wrong)")
        }
        let open = PageAccess(HTTPAccess(token: nil), hosts: [])
        #expect(open.refusal(authority: "localhost", [:], isUnixSocket: false, isChange: false) == .noToken)
        #expect(open.refusal(authority: "localhost", [:], isUnixSocket: true, isChange: false) == nil)
    }

    @Test("another site's form changes nothing, though the browser sends the token with it")
    func otherSites() {
        var fields = basic
        fields[.origin] = "https://evil.example"
        #expect(refusal(fields, isChange: true) == .otherSite)
        fields[.origin] = "null"
        #expect(refusal(fields, isChange: true) == .otherSite)
        fields[.origin] = "http://localhost"
        #expect(refusal(fields, isChange: true) == nil)
        #expect(refusal(fields, host: "localhost:8080", isChange: true) == .otherSite)
        fields[.init("Sec-Fetch-Site") ?? .origin] = "cross-site"
        #expect(refusal(fields, isChange: true) == .otherSite)
        // Over a tunnel to the socket, too.
        #expect(refusal(fields, isUnixSocket: true, isChange: true) == .otherSite)
    }
}
