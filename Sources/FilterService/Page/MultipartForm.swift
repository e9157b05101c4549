// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// What a form of the page sent: fields by their names, as bytes (RFC 7578).
package struct MultipartForm: Sendable {
    /// No form of the page has more.
    private static let maxFields = 16
    private static let maxFieldHeader = 4_096

    private var values: [String: [UInt8]] = [:]

    /// Reads the content of a request; nil if it is no such form.
    ///
    /// - Parameters:
    ///   - contentType: the field `Content-Type`, which names the boundary.
    ///   - content: all of it.
    package init?(contentType: String, _ content: [UInt8]) {
        guard let boundary = Self.boundary(contentType) else { return nil }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter has no line end before it.
        let content = Array("\r\n".utf8) + content
        var position = 0
        var fields = 0
        guard var next = Self.next(delimiter, in: content, from: position) else { return nil }
        while true {
            position = next + delimiter.count
            if content[position...].starts(with: "--".utf8) { return }
            guard fields < Self.maxFields, let end = Self.next(delimiter, in: content, from: position)
            else { return nil }
            fields += 1
            take(content[position..<end])
            next = end
        }
    }

    /// Where a delimiter begins next: a longer line that begins like it is none.
    private static func next(_ delimiter: [UInt8], in content: [UInt8], from start: Int) -> Int? {
        var start = start
        while let found = content.firstRange(of: delimiter, from: start) {
            let rest = content[(found + delimiter.count)...]
            if rest.starts(with: "\r\n".utf8) || rest.starts(with: "--".utf8) { return found }
            start = found + 1
        }
        return nil
    }

    /// What a field holds; nil if it was not sent.
    package subscript(name: String) -> [UInt8]? { values[name] }

    private mutating func take(_ part: ArraySlice<UInt8>) {
        let blank = Array("\r\n\r\n".utf8)
        let head = part.prefix(Self.maxFieldHeader)
        guard let end = Array(head).firstRange(of: blank, from: 0) else { return }
        let lines = String(decoding: head.prefix(end), as: UTF8.self).split(separator: "\r\n")
        let name = lines.lazy.compactMap { line -> String? in
            guard line.lowercased().hasPrefix("content-disposition:"), let start = line.firstRange(of: " name=\"")
            else {
                return nil
            }
            return String(line[start.upperBound...].prefix { $0 != "\"" })
        }.first
        if let name, values[name] == nil { values[name] = Array(part.dropFirst(end + blank.count)) }
    }

    private static func boundary(_ contentType: String) -> String? {
        // In lower case other text may have another length; no browser writes any here.
        guard contentType.utf8.allSatisfy({ $0 < 0x80 }), contentType.lowercased().hasPrefix("multipart/form-data"),
            let start = contentType.lowercased().firstRange(of: "boundary=")
        else { return nil }
        let value = contentType[start.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
        return (1...70).contains(value.utf8.count) ? value : nil
    }
}

extension [UInt8] {
    /// Where a run of bytes begins next; nil if it is not there.
    fileprivate func firstRange(of run: [UInt8], from start: Int) -> Int? {
        guard let first = run.first, count >= run.count else { return nil }
        var index = start
        while index <= count - run.count {
            guard let found = self[index...(count - run.count)].firstIndex(of: first) else { return nil }
            if self[found...].starts(with: run) { return found }
            index = found + 1
        }
        return nil
    }
}
