// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import SpamModel
import TextOutput

/// The answer to an HTTP client.
struct HTTPAnswer: Sendable {
    /// Status and fields.
    let head: HTTPResponse
    /// The content.
    let body: ByteBuffer

    /// Content of a type.
    init(
        _ status: HTTPResponse.Status = .ok, text: String, type: String = "text/plain; charset=utf-8",
        fields more: HTTPFields = [:]
    ) {
        body = ByteBuffer(string: text)
        var fields: HTTPFields = [
            .contentType: type, .contentLength: String(body.readableBytes), .server: "spreud",
            .cacheControl: "no-store",
        ]
        for field in more { fields.append(field) }
        head = HTTPResponse(status: status, headerFields: fields)
    }

    /// An object.
    init(_ status: HTTPResponse.Status = .ok, json members: [String: JSONValue]) {
        self.init(status, text: JSONValue.object(members).line + "\n", type: "application/json")
    }

    /// That a path is asked for in another way.
    static func methodNotAllowed(isGet: Bool) -> HTTPAnswer {
        HTTPAnswer(.methodNotAllowed, text: "", fields: [.allow: isGet ? "GET, HEAD" : "POST"])
    }

    /// A refusal with a reason for people.
    static func error(_ status: HTTPResponse.Status, _ reason: String) -> HTTPAnswer {
        HTTPAnswer(status, json: ["error": .string(reason)])
    }
}
