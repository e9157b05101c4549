// SPDX-License-Identifier: Apache-2.0

/// Relative URLs.
///
/// - SeeAlso: RFC 3986, section 5.2, and the URL Standard, by which backslashes are slashes.
extension LinkTarget {
    /// Whether a URL begins with a scheme.
    static func isAbsolute(_ target: [UInt8]) -> Bool { schemeEnd(target) != nil }

    /// The place of the colon behind a scheme.
    private static func schemeEnd(_ target: [UInt8]) -> Int? {
        guard let first = target.first, first.isLetter else { return nil }
        let end = target.firstIndex { byte in
            !(byte.isLetter || byte.isDigit || byte == UInt8(ascii: "+") || byte == ASCII.hyphen || byte == ASCII.dot)
        }
        guard let end, target[end] == ASCII.colon else { return nil }
        return end
    }

    /// Makes a URL absolute that is relative to an absolute one.
    static func resolved(_ target: [UInt8], against base: [UInt8]) -> [UInt8] {
        guard !isAbsolute(target), let scheme = schemeEnd(base), let first = target.first else { return target }
        let isSlash: (UInt8) -> Bool = { $0 == ASCII.slash || $0 == ASCII.backslash }
        guard first != UInt8(ascii: "#") else { return target }
        var rootEnd = scheme + 1
        while rootEnd < base.count, isSlash(base[rootEnd]) { rootEnd += 1 }
        // A base without slashes, as `mailto:`, has nothing to be relative to.
        guard rootEnd > scheme + 1 else { return target }
        if isSlash(first), target.count > 1, isSlash(target[1]) { return cut(Array(base[...scheme]) + target) }
        let isPathEnd: (UInt8) -> Bool = { $0 == ASCII.questionMark || $0 == UInt8(ascii: "#") }
        while rootEnd < base.count, !isSlash(base[rootEnd]), !isPathEnd(base[rootEnd]) { rootEnd += 1 }
        let root = Array(base[..<rootEnd])
        if isSlash(first) { return cut(root + withoutDots(target)) }
        let pathEnd = base[rootEnd...].firstIndex(where: isPathEnd) ?? base.count
        if first == ASCII.questionMark { return cut(Array(base[..<pathEnd]) + target) }
        let folder =
            base[rootEnd..<pathEnd].lastIndex(where: isSlash).map { Array(base[rootEnd...$0]) } ?? [ASCII.slash]
        return cut(root + withoutDots(folder + target))
    }

    private static func cut(_ target: [UInt8]) -> [UInt8] {
        target.count > maximumBytes ? Array(target.prefix(maximumBytes)) : target
    }

    /// A path without `.` and `..`; what follows `?` or `#` stays as it is.
    private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
        let end = path.firstIndex { $0 == ASCII.questionMark || $0 == UInt8(ascii: "#") } ?? path.count
        var segments: [ArraySlice<UInt8>] = []
        let parts = path[..<end].split(omittingEmptySubsequences: false) { $0 == ASCII.slash || $0 == ASCII.backslash }
        for (number, part) in parts.enumerated() {
            let isLast = number == parts.count - 1
            if part.elementsEqual(".".utf8) {
                if isLast { segments.append([]) }
            } else if part.elementsEqual("..".utf8) {
                if segments.count > 1 { segments.removeLast() }
                if isLast { segments.append([]) }
            } else {
                segments.append(part)
            }
        }
        return Array(segments.joined(separator: [ASCII.slash])) + path[end...]
    }
}
