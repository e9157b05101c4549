// SPDX-License-Identifier: Apache-2.0

/// The messages of an MH folder in the order of their numbers, then those of its subfolders.
///
/// `.mh_sequences` says what is unseen, answered (`replied`, `answered`) or `flagged`; other sequences are keywords.
/// - SeeAlso: `mh-format(5)`, `mh-sequence(5)`
final class MHStream: MessageStream {
    private let walk: FolderWalk
    private let place: FolderPlace
    private let listing: FolderListing
    private let sequences: MHSequences
    private var messages: [(number: Int, index: Int)] = []
    private var folders: [Int] = []
    private var messagesRead = 0
    private var foldersRead = 0

    init(_ walk: FolderWalk, _ place: FolderPlace, _ listing: FolderListing) {
        self.walk = walk
        self.place = place
        self.listing = listing
        sequences = MHSequences(place.path.appending(".mh_sequences"))
        for index in 0..<listing.count where listing[index].first != UInt8(ascii: ".") {
            if listing.kind(at: index, in: place.path) == .folder {
                folders.append(index)
            } else if let number = Self.number(listing[index]) {
                messages.append((number, index))
            }
        }
        messages.sort { $0 < $1 }
    }

    func next() -> Step {
        if messagesRead < messages.count {
            let (number, index) = messages[messagesRead]
            messagesRead += 1
            let path = place.path.appending(listing[index])
            let provenance = Provenance(
                archive: walk.archive, path: path.text, folder: place.name, flags: sequences.flags(number),
                keywords: sequences.keywords(number))
            guard walk.context.decide(ArchiveFile(.found, provenance, path: path.text)) != .skip else { return .again }
            guard let opened = OpenedFile.open(path, name: path.text, isListed: true, context: walk.context),
                let message = MessageFile.readDelivered(opened, provenance: provenance, context: walk.context)
            else { return .again }
            return .message(message)
        }
        guard foldersRead < folders.count else { return .end }
        foldersRead += 1
        return walk.stream(place.appending(listing[folders[foldersRead - 1]])).map(Step.descend) ?? .again
    }

    /// The number that a message's name is; also of a compressed one, `12.gz`.
    static func number(_ name: ArraySlice<UInt8>) -> Int? {
        var digits = name
        if name.suffix(3).elementsEqual(".gz".utf8) || name.suffix(3).elementsEqual(".xz".utf8) {
            digits = name.dropLast(3)
        }
        guard 1...18 ~= digits.count, digits.allSatisfy({ $0 &- 48 < 10 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}

/// What `.mh_sequences` says: `unseen: 3 5-7`.
struct MHSequences {
    private var ranges: [(name: String, numbers: [ClosedRange<Int>])] = []
    private var isKnown = false

    init(_ path: BytePath) {
        guard let file = try? FileSource(opening: path), let bytes = try? file.firstBytes(min(file.size ?? 0, 1 << 20))
        else { return }
        isKnown = true
        for line in bytes.split(separator: 0x0A) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let numbers = line[(colon + 1)...].split(separator: 0x20).compactMap { word -> ClosedRange<Int>? in
                let ends = word.split(separator: UInt8(ascii: "-")).compactMap { MHStream.number($0) }
                guard let first = ends.first, let last = ends.last, first <= last else { return nil }
                return first...last
            }
            ranges.append((String(decoding: line[..<colon], as: UTF8.self), numbers))
        }
    }

    func flags(_ number: Int) -> MaildirFlags {
        guard isKnown else { return [] }
        var flags: MaildirFlags = .seen
        for sequence in ranges where holds(sequence.numbers, number) {
            switch sequence.name {
            case "unseen": flags.remove(.seen)
            case "replied", "answered": flags.insert(.replied)
            case "flagged": flags.insert(.flagged)
            default: break
            }
        }
        return flags
    }

    func keywords(_ number: Int) -> [String] {
        let flags = ["unseen", "replied", "answered", "flagged", "cur"]
        return ranges.filter { !flags.contains($0.name) && holds($0.numbers, number) }.map(\.name)
    }

    private func holds(_ numbers: [ClosedRange<Int>], _ number: Int) -> Bool {
        numbers.contains { $0.contains(number) }
    }
}
