// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import Glibc
public import MailArchive
import MailFeatures
import MailIngest
import SpamTraining

/// How mail is read: the same for training and for use, or a model meets mail unlike what it learned.
struct ReadingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The format of the archives, if it is not recognised.", valueName: "format"))
    var format: ArchiveFormat?

    @Option(help: ArgumentHelp("Number of threads; does not affect the result. (default: all cores)"))
    var threads: Int?

    @OptionGroup var site: SiteOptions

    func validate() throws {
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to 1024, not \(threads)")
        }
    }

    /// Ham and spam archives, each without what the other class names within it: `--ham Maildir --spam Maildir/.Junk`.
    func sources(ham: [String], spam: [String]) -> [LabelledSource] {
        [(ham, spam, MessageClass.ham), (spam, ham, .spam)].filter { !$0.0.isEmpty }.map { own, other, messageClass in
            LabelledSource(own, format: format, messageClass: messageClass, excluding: other)
        }
    }

    /// Makes sure that everything the command line names exists.
    ///
    /// - Throws: ``Failure``: a misspelt path must not make a model without ham.
    func requireSources(_ paths: [String]) throws(Failure) {
        for path in paths where path != "-" && access(path, F_OK) != 0 {
            throw Failure(.noInput, "\(path): \(String(cString: strerror(errno))), check the path")
        }
        for path in paths where format == .index || path != "-" && ArchiveFormat.detect(path) == .index {
            throw Failure(.usage, "\(path) is an index, which carries its own labels: give it with --index")
        }
    }

    /// The number of threads.
    var threadCount: Int { threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// How archives are read and messages taken apart.
    ///
    /// - Parameter configured: what the site's configuration says of the site; options come before it.
    func pipeline(_ views: FeatureViews, site configured: SiteSettings? = nil) throws -> MessagePipeline.Options {
        let settings = try site.isGiven ? site.settings() : configured ?? SiteSettings()
        return MessagePipeline.Options(threads: threadCount, features: settings.features(views))
    }
}

extension ArchiveFormat: ExpressibleByArgument {}
