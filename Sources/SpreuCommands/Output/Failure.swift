// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import LearningDrop
import MailFeatures
import MailIngest
import MailServerLogs
import NightlyBatch
import OutgoingBrake
import SenderLists
import ServerAlarms
import SiteConfiguration
import SpamEvaluation
import SpamModel
import TrainingStore

/// Why a command cannot go on: one line that says what, where and what to do, and the exit code that goes with it.
struct Failure: Error, CustomStringConvertible {
    /// The exit code.
    let status: ExitStatus
    /// The line, without `spreu: error: `.
    let description: String

    /// Makes a failure of the command line's own.
    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }

    /// The failure behind an error of one of the libraries; nil for errors of the argument parser.
    init?(_ error: any Error) {
        switch error {
        case let error as ModelFileError:
            if case .cannotWrite = error.problem {
                self.init(.cannotCreate, error.description)
            } else if case .cannotOpen = error.problem {
                self.init(.noInput, error.description)
            } else {
                self.init(.badData, error.description)
            }
        case let error as SiteKeyError:
            self.init(.badData, error.description)
        case let error as SignatureKeyError:
            self.init(error.problem == .exists ? .cannotCreate : .badData, error.description)
        case let error as ScoresFileError:
            if case .unreadable = error {
                self.init(.noInput, error.description)
            } else {
                self.init(.badData, error.description)
            }
        case let error as JudgementsError:
            if case .unreadable = error {
                self.init(.noInput, error.description)
            } else {
                self.init(.badData, error.description)
            }
        case let error as StoreError:
            switch error {
            case .missing: self.init(.noInput, error.description)
            case .locked: self.init(.tryLater, error.description)
            case .exists: self.init(.cannotCreate, error.description)
            default: self.init(error.isEnvironment ? .ioFailed : .badData, error.description)
            }
        case let error as RepositoryError:
            switch error {
            case .noModel, .noManifest: self.init(.noInput, error.description)
            case .damaged(let problem): self.init(problem)
            case .failed: self.init(.cannotCreate, error.description)
            }
        case let error as ErasureError:
            self.init(.cannotCreate, error.description)
        case let error as ForeignOwnerError:
            self.init(.notPermitted, error.description)
        case let error as ConfigurationError:
            self.init(.badConfiguration, error.description)
        case let error as ListFileError:
            switch error.problem {
            case .missing: self.init(.noInput, error.description)
            case .tooLarge, .notText, .full: self.init(.badData, error.description)
            case .unreadable: self.init(.ioFailed, error.description)
            case .locked: self.init(.tryLater, error.description)
            case .unwritable: self.init(.cannotCreate, error.description)
            }
        case let error as BrakeFileError:
            switch error.problem {
            case .missing: self.init(.noInput, error.description)
            case .damaged: self.init(.badData, error.description)
            case .unreadable: self.init(.ioFailed, error.description)
            case .locked: self.init(.tryLater, error.description)
            case .unwritable: self.init(.cannotCreate, error.description)
            }
        case let error as AlarmFileError:
            switch error.problem {
            case .unreadable: self.init(.ioFailed, error.description)
            case .damaged: self.init(.badData, error.description)
            case .unwritable: self.init(.cannotCreate, error.description)
            case .locked: self.init(.tryLater, error.description)
            }
        case let error as DigestStateError:
            switch error.problem {
            case .unreadable: self.init(.ioFailed, error.description)
            case .damaged: self.init(.badData, error.description)
            case .unwritable: self.init(.cannotCreate, error.description)
            case .locked: self.init(.tryLater, error.description)
            }
        case let error as DurableFileError:
            self.init(.ioFailed, error.description)
        case let error as LogState.Problem:
            self.init(error.line == nil ? .ioFailed : .badData, error.description)
        case let error as TaskError:
            switch error {
            case .badLine, .notBetweenMessages, .damaged: self.init(.badData, error.description)
            case .notOfSite: self.init(.notPermitted, error.description)
            case .otherExtraction, .namedTwice: self.init(.badConfiguration, error.description)
            case .changed: self.init(.tryLater, error.description)
            case .incomplete: self.init(.noInput, error.description)
            }
        case let error as SegmentError:
            self.init(.badData, error.description)
        case let error as DropError:
            switch error {
            case .emptyMessage: self.init(.noInput, error.description)
            case .messageTooLarge, .fieldTooLong: self.init(.badData, error.description)
            case .noFolder, .openToAll: self.init(.cannotCreate, error.description)
            case .full, .diskFull: self.init(.tryLater, error.description)
            case .cannotWrite, .cannotRead: self.init(.ioFailed, error.description)
            }
        case let error as PairedBootstrap.MismatchError:
            self.init(.badData, error.description)
        default: return nil
        }
    }
}
