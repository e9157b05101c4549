// SPDX-License-Identifier: Apache-2.0
import LearningDrop
import Logging
import MailArchive
import NIOCore
import NIOPosix
import TextOutput

/// Takes labelled mail from clients and hands it to the drop folder, from which the batch learns.
///
/// The filter itself learns nothing: its model changes when the batch has made a new one.
final class LearningIntake: Sendable {
    /// Why feedback was refused.
    enum Refusal: Error, Equatable, CustomStringConvertible {
        /// The configuration names no folder.
        case off
        /// There are customers, and the client does not say which one's mail it is, or names several.
        case noOwner
        /// The client is on another machine, or gave no token.
        case notAllowed
        /// The message was not taken whole.
        case tooLarge
        /// There was no memory for it.
        case overloaded
        /// It is none.
        case notMail(NotAMessage)
        /// The folder accepts none.
        case drop(DropError)

        /// One line for the client, without paths.
        var description: String {
            switch self {
            case .off: "learning is off: set learning-folder in spreud's configuration"
            case .noOwner: "say whose mail it is: User, Rcpt or Deliver-To must name an address of one customer"
            case .notAllowed: "this client is not allowed to submit feedback"
            case .tooLarge: "the message is too large"
            case .overloaded: "there is no memory for the message at the moment; try again later"
            case .notMail(let why): "\(why); it is not learned"
            case .drop(let error) where error.isTemporary:
                "the drop folder accepts nothing at the moment; see spreud's log"
            case .drop: "the drop folder cannot be used; see spreud's log"
            }
        }
    }

    private let metrics: FilterMetrics
    private let logger: Logger
    /// Writing waits for a disk: not on an event loop.
    private let pool: NIOThreadPool

    init(_ context: FilterContext, pool: NIOThreadPool = .singleton) {
        metrics = context.metrics
        logger = context.logger
        self.pool = pool
    }

    /// Hands a message over.
    ///
    /// It gets into the drop folder of its owner, and into nobody else's.
    /// - Parameters:
    ///   - owner: Which customer's mail it is; nil: nobody knows.
    ///   - account: Whose mail it is, as the client says.
    ///   - origin: `spamd-tell`, `http-learn`.
    ///   - isAllowed: Whether this client may teach at all.
    /// - Returns: what fails with a ``Refusal`` or, once the record can be read, succeeds.
    func learn(
        _ feedback: DropRecord.Feedback, _ message: MessageBuffer, of owner: Customer?, account: String,
        origin: String, isAllowed: Bool, protocolName: String, on loop: any EventLoop
    ) -> EventLoopFuture<Void> {
        let done = store(feedback, message, of: owner, account: account, origin: origin, isAllowed: isAllowed, on: loop)
        done.whenComplete { [metrics, logger] result in
            var metadata: Logger.Metadata = [
                "protocol": "\(protocolName)", "feedback": "\(feedback.rawValue)", "size": "\(message.size)",
            ]
            if let name = owner?.name { metadata["customer"] = "\(name)" }
            switch result {
            case .success:
                metrics.feedback(protocolName, feedback.rawValue, result: "stored")
                logger.info("feedback", metadata: metadata)
            case .failure(let error):
                metrics.feedback(protocolName, feedback.rawValue, result: "refused")
                metadata["reason"] = "\(error)"
                if case .drop(let problem)? = error as? Refusal { metadata["reason"] = "\(problem)" }
                logger.warning("feedback refused", metadata: metadata)
            }
        }
        return done
    }

    private func store(
        _ feedback: DropRecord.Feedback, _ message: MessageBuffer, of owner: Customer?, account: String,
        origin: String, isAllowed: Bool, on loop: any EventLoop
    ) -> EventLoopFuture<Void> {
        guard let owner else { return loop.makeFailedFuture(Refusal.noOwner) }
        guard let writer = owner.drop else { return loop.makeFailedFuture(Refusal.off) }
        guard isAllowed else { return loop.makeFailedFuture(Refusal.notAllowed) }
        guard !message.isOverloaded else { return loop.makeFailedFuture(Refusal.overloaded) }
        guard message.isWhole else { return loop.makeFailedFuture(Refusal.tooLarge) }
        if feedback != .forget, message.size > 0 {
            do throws(NotAMessage) {
                try MessageFile.require(message.bytes)
            } catch {
                return loop.makeFailedFuture(Refusal.notMail(error))
            }
        }
        let record = DropRecord(
            feedback, message: message.bytes, account: account.prefix(bytes: DropLimits.standard.maxFieldBytes),
            origin: origin,
            time: DropWriter.now)
        return pool.runIfActive(eventLoop: loop) {
            do throws(DropError) {
                try writer.append(record)
            } catch {
                throw Refusal.drop(error)
            }
        }
    }
}
