// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// A trained model, ready to score: immutable, shared freely between threads and, mapped from its file, processes.
///
///     let model = try SpamModel.open("models/site.spreu", keyID: key.id)
///     let score = model.score(extractor.extract(message))
///
/// Opening costs the same for every size of model but for the weights' checksum, which reads the file once (about
/// 10 GB/s from the page cache); ``Verification/headerOnly`` leaves that out.
public final class SpamModel: Sendable {
    /// How much of a file is checked when it is opened.
    public enum Verification: Sendable {
        /// Everything: the checksums cover every byte.
        case full
        /// All but the weights' checksum, in constant time: for a file that was verified when it arrived.
        case headerOnly
    }

    /// Everything the model knows but its weights.
    public let parameters: ModelParameters
    /// The key that the model is signed with; nil unless it was opened with keys to verify it.
    public var signer: PublicKey? { memory.signer }

    private let memory: ModelMemory
    /// The experts with their tables' places resolved.
    private let experts: [PlacedExpert]
    private let knownSenders: PlacedKnownSenders

    /// Opens a model's file.
    ///
    /// - Parameters:
    ///   - keyID: the id of the site key in use; nil accepts any, for a reader that shows a model and does not score.
    ///   - extractorVersion: the version of the features in use; nil accepts any.
    ///   - verification: how much is checked.
    ///   - populate: reads the whole file into memory before returning: for a daemon, so that no message waits.
    ///   - trusted: keys one of which must have signed the file (`docs/model-file.md`). The file is then read into memory and
    ///     verified there, before anything else is looked at: what scores is what was verified. nil asks for no signature.
    /// - Throws: the first check that fails, in the order of ``ModelFileError/Problem``.
    public static func open(
        _ path: String, keyID: UInt64?, extractorVersion: UInt32?, verification: Verification = .full,
        populate: Bool = false, signedBy trusted: TrustedKeys? = nil
    ) throws(ModelFileError) -> SpamModel {
        let expectation = ModelExpectation(
            keyID: keyID, extractorVersion: extractorVersion, verifiesWeights: verification == .full)
        let memory: ModelMemory
        if let trusted {
            memory = try ModelMemory(verifying: path, signedBy: trusted)
        } else {
            memory = try ModelMemory(mapping: path)
        }
        let model = try SpamModel(memory, path: path, expecting: expectation)
        if populate { memory.populate() }
        return model
    }

    /// Makes a model in memory from what a learner exports: scores are those of the file it would be written to.
    ///
    /// - Throws: ``ModelFileError/Problem/badParameters(_:)`` when the parts do not fit each other.
    public convenience init(_ learned: LearnedModel) throws(ModelFileError) {
        let memory = ModelMemory(copying: try ModelFile.image(of: learned))
        let expectation = ModelExpectation(verifiesWeights: false)
        try self.init(memory, path: ModelMemory.noPath, expecting: expectation)
    }

    private init(_ memory: ModelMemory, path: String, expecting expectation: ModelExpectation) throws(ModelFileError) {
        let reader = try ModelFileReader(memory.bytes, path: path, expecting: expectation)
        var tables = reader.tables[...]
        self.memory = memory
        parameters = reader.parameters
        knownSenders = reader.knownSenders
        experts = reader.parameters.experts.map { expert in
            let placed = zip(expert.tables, tables).map { shape, place in
                PlacedTable(
                    view: shape.view, shift: UInt32(32 - shape.slotBits), scale: place.scale, offset: place.offset)
            }
            tables = tables.dropFirst(expert.tables.count)
            return PlacedExpert(
                tables: placed, norm: expert.norm, combinerWeight: expert.combinerWeight, share: expert.share,
                isOfHeader: expert.tables.areOfHeader)
        }
    }

    /// The views a message's features must have to be scored in full.
    public var views: FeatureViews { parameters.views }

    /// Identifies this model: its header's checksum, which covers every byte of the file.
    public var id: UInt64 {
        let checksum = memory.bytes.loadUnaligned(fromByteOffset: ModelFile.Offset.headerChecksum, as: UInt64.self)
        return UInt64(littleEndian: checksum)
    }

    /// The SHA-256 of the model's file: for a signature of the very bytes that were checked.
    public var digest: ModelDigest { ModelDigest(of: memory.bytes) }

    /// Scores one message's features.
    ///
    /// Features of views that the model does not know are ignored; views without features add nothing.
    ///
    /// The rank is a weighted mean of what the experts say, each on one scale: S = sum b_k z_k. Its variance has two parts:
    /// that of a weighted mean of opinions that differ, and, for the share `u` of features that the model knows nothing of,
    /// what a rank may be before anything is known, +-1:
    ///
    ///     var S = K / (K - 1) * sum b_k^2 (z_k - S)^2 + u^2
    ///
    /// To that comes a constant if the sender is known, and not in doubt (`FeatureVector.isSenderDoubted`); the experts say nothing of it, so it has no part in the
    /// variance. The log-odds, and so the verdict, take into account whether header and content contradict each other
    /// (``Contradiction``).
    ///
    /// - Shape: O(features), no allocation; under 30 microseconds for 3,000 features once the tables are in memory.
    public func score(_ features: FeatureVector) -> Score {
        var rank = parameters.bias
        // Of each expert c = b z: sums of c^2, b c and b^2 give the sum of b^2 (z - S)^2 in one walk.
        var (squares, products, shares) = (0.0, 0.0, 0.0)
        var (slots, known, heard) = (0, 0, 0.0)
        var contradiction = Contradiction()
        for expert in experts {
            let opinion = opinion(of: expert, on: features)
            let contribution = expert.combinerWeight * opinion.value
            rank += contribution
            squares += contribution * contribution
            products += expert.share * contribution
            shares += expert.share * expert.share
            contradiction.add(contribution, share: expert.share, isOfHeader: expert.isOfHeader)
            slots += opinion.slots
            known += opinion.known
            heard += expert.share > 0 ? 1 : 0
        }
        let spread = max(0, squares - 2 * rank * products + rank * rank * shares)
        let unknownShare = slots > 0 ? Double(slots - known) / Double(slots) : 1
        let (isKnown, counts) = (isKnownSender(features.sender), countsKnownSender(of: features))
        if counts { rank += parameters.knownSenders.weight }
        let correction = contradiction.correction
        let logOdds = parameters.calibration.logOdds(of: rank + correction)
        let variance = (heard > 1 ? heard / (heard - 1) * spread : 0) + unknownShare * unknownShare
        return Score(
            rank: rank, logOdds: logOdds, verdict: parameters.thresholds.verdict(of: logOdds),
            uncertainty: parameters.calibration.slope * variance.squareRoot(), knownShare: 1 - unknownShare,
            knownSender: counts ? parameters.calibration.slope * parameters.knownSenders.weight : nil,
            isKnownSenderDoubted: isKnown && !counts, contradiction: parameters.calibration.slope * correction)
    }

    /// Whether somebody of the site had written to a sender (`FeatureVector.sender`) when the model was trained.
    public func isKnownSender(_ sender: UInt64) -> Bool {
        sender != 0 && knownSenders.count > 0 && knownSenders.contain(sender, in: memory.bytes)
    }

    /// Whether the sender of a message is known, and not in doubt.
    func countsKnownSender(of features: FeatureVector) -> Bool {
        !features.isSenderDoubted && isKnownSender(features.sender)
    }

    /// What each expert says, before it is weighted: for fusion, and for explaining a score.
    public func opinions(on features: FeatureVector) -> [ExpertOpinion] {
        experts.map { opinion(of: $0, on: features) }
    }

    /// Calls the closure with the features of each slot that an expert looks up, as places in the vector's hashes, and with
    /// what the slot adds to the rank.
    ///
    /// - Parameter slots: how many there are, as the expert's opinion says.
    func forEachSlot(
        ofExpert index: Int, slots: Int, in features: FeatureVector, _ body: (Range<Int>, Double) -> Void
    ) {
        let expert = experts[index]
        let factor = expert.combinerWeight * expert.norm.factor(slots)
        for table in expert.tables {
            let quanta = quanta(of: table)
            let end = features.range(of: table.view).upperBound
            var start = features.range(of: table.view).lowerBound
            while start < end {
                let slot = features.hashes[start] >> table.shift
                var next = start + 1
                while next < end, features.hashes[next] >> table.shift == slot { next += 1 }
                body(start..<next, factor * table.scale * Double(Int16(littleEndian: quanta[Int(slot)])))
                start = next
            }
        }
    }

    private func opinion(of expert: PlacedExpert, on features: FeatureVector) -> ExpertOpinion {
        var (slots, known) = (0, 0)
        var sum = 0.0
        for table in expert.tables {
            let total = features.withView(table.view) { hashes in
                SlotSum(hashes, shift: table.shift, quanta: quanta(of: table))
            }
            slots += total.slots
            known += total.known
            sum += table.scale * Double(total.quanta)
        }
        return ExpertOpinion(slots: slots, known: known, value: sum * expert.norm.factor(slots))
    }

    private func quanta(of table: PlacedTable) -> UnsafePointer<Int16> {
        // The reader has checked that the table lies inside the image, aligned.
        (memory.bytes.baseAddress.unsafelyUnwrapped + table.offset).assumingMemoryBound(to: Int16.self)
    }
}

/// What one expert says of a message.
public struct ExpertOpinion: Sendable, Equatable {
    /// How many of the expert's slots the message has: 0 means that the expert has nothing to say.
    public var slots: Int
    /// Of how many of them it has learned anything.
    public var known: Int
    /// The expert's normalised sum, before its combiner weight.
    public var value: Double
}

private struct PlacedExpert {
    var tables: [PlacedTable]
    var norm: ModelParameters.Normalisation
    var combinerWeight: Double
    var share: Double
    var isOfHeader: Bool
}

private struct PlacedTable {
    var view: FeatureView
    /// `hash >> shift` is the slot.
    var shift: UInt32
    var scale: Double
    var offset: Int
}
