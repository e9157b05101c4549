// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The ledger's tables, by the versions in which they came; `docs/store.md` explains them.
///
/// Numbers without a sign (digests, inodes) are stored as SQLite's signed ones with the same bits. Times are seconds
/// since 1970. Tables are strict: a damaged value of another type is found by SQLite's own check, and never read. A migration, once released, is never changed: a new one is added.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: messages, labels, sources, places") { database in
            try database.execute(sql: version1)
        }
        migrator.registerMigration("2: runs") { database in
            try database.execute(sql: runs)
        }
        migrator.registerMigration("3: correspondents") { database in
            try database.execute(sql: knownSenders)
        }
        migrator.registerMigration("4: what sent mail was read with") { database in
            // Null: no sent mail. 0: to be read again, wherever it lies now.
            try database.execute(sql: "ALTER TABLE places ADD COLUMN sent_with INTEGER")
        }
        migrator.registerMigration("5: evidence") { database in
            // What was done with the message at a location (`Evidence`); null: nothing telling, or not checked since.
            // From here on `messages.filtered` is a `Filtering`: 2 where a filter had let the message pass.
            try database.execute(sql: "ALTER TABLE places ADD COLUMN evidence INTEGER")
        }
        migrator.registerMigration("6: what is no longer kept") { database in
            // When a message removed by age was received. Within `keep` again, it is read again.
            try database.execute(sql: "ALTER TABLE places ADD COLUMN expired INTEGER")
            // Since when a message is beyond what is kept; null: it is not, or was not looked at since.
            try database.execute(sql: "ALTER TABLE messages ADD COLUMN beyond INTEGER")
        }
        migrator.registerMigration("7: figures of runs") { database in
            try database.execute(sql: figures)
        }
        migrator.registerMigration("8: sending networks") { database in
            // The keyed digest of the network that handed a message over; null: read before this, or no field tells it.
            try database.execute(sql: "ALTER TABLE messages ADD COLUMN network INTEGER")
        }
        return migrator
    }

    private static let figures = """
        -- What a night measured, by name; what it could not measure is not there.
        CREATE TABLE figures (
            run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (run, name)
        ) STRICT, WITHOUT ROWID;
        """

    private static let knownSenders = """
        -- Whom an account's mail was written to, by the keyed digest of the address, and when first and last.
        CREATE TABLE correspondents (
            source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
            address INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (source, address)
        ) STRICT, WITHOUT ROWID;
        """

    private static let version1 = """
        -- What features were made with.
        CREATE TABLE extractions (
            id INTEGER PRIMARY KEY,
            key_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            views INTEGER NOT NULL,
            settings INTEGER NOT NULL,
            UNIQUE (key_id, version, views, settings)
        ) STRICT;
        -- The segment files that belong to the store; others in its folder are remains of a crash.
        CREATE TABLE segments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            extraction INTEGER NOT NULL REFERENCES extractions (id),
            messages INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            made INTEGER NOT NULL
        ) STRICT;
        -- Each message once, however many copies of it there are.
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            message_id INTEGER,
            date INTEGER,
            size INTEGER NOT NULL,
            segment INTEGER NOT NULL REFERENCES segments (id),
            position INTEGER NOT NULL,
            account TEXT,
            -- Whether the site's own filter called it spam before it was delivered.
            filtered INTEGER NOT NULL DEFAULT 0,
            first_seen INTEGER NOT NULL,
            -- The last label: 0 ham, 1 spam, null none.
            class INTEGER,
            weight REAL NOT NULL DEFAULT 1
        ) STRICT;
        CREATE INDEX messages_by_message_id ON messages (message_id) WHERE message_id IS NOT NULL;
        CREATE INDEX messages_by_segment ON messages (segment);
        -- Every label that a message ever had, the last one holds: by whom or which rule, and when.
        CREATE TABLE labels (
            id INTEGER PRIMARY KEY,
            message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
            class INTEGER,
            weight REAL NOT NULL,
            origin TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX labels_by_message ON labels (message);
        -- What is read: folders, and each mbox with how far it was read.
        CREATE TABLE sources (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            account TEXT,
            inode INTEGER,
            size INTEGER,
            modified INTEGER,
            -- Where the last message begins and ends, XXH64 of its bytes, and its name among the places.
            tail_start INTEGER,
            tail_end INTEGER,
            tail_digest INTEGER,
            tail_name INTEGER
        ) STRICT;
        -- Where messages lie: a Maildir's file by its name without flags, another by its path, an mbox's by its digest.
        CREATE TABLE places (
            source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
            name INTEGER NOT NULL,
            -- The file; of a Maildir's the size alone, for its name says the rest.
            inode INTEGER,
            size INTEGER,
            modified INTEGER,
            folder INTEGER NOT NULL,
            -- Null: read, but forgotten or beyond the age that is kept.
            message INTEGER REFERENCES messages (id) ON DELETE SET NULL,
            -- What the place last said of it, and since when it lies there.
            class INTEGER,
            weight REAL,
            since INTEGER NOT NULL,
            -- Whether it was seen in another folder before.
            moved INTEGER NOT NULL DEFAULT 0,
            -- When it was found to be no longer there.
            gone INTEGER,
            PRIMARY KEY (source, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX places_by_name ON places (name);
        CREATE INDEX places_by_inode ON places (inode) WHERE inode IS NOT NULL;
        CREATE INDEX places_by_message ON places (message);
        -- What is never to be learned again, though it may still lie in an archive.
        CREATE TABLE forgotten (
            digest BLOB PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let runs = """
        -- What each night did; one that is at work or was killed has neither an end nor an outcome.
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started INTEGER NOT NULL,
            finished INTEGER,
            -- Messages of the ingest; null before it has ended.
            new INTEGER,
            known INTEGER,
            relabelled INTEGER,
            vanished INTEGER,
            parsed INTEGER,
            -- What was learned; null: there was no training.
            ham INTEGER,
            spam INTEGER,
            -- 'served', 'refused', 'waiting' or 'failed', and the export's name, the refusal or the error.
            outcome TEXT,
            detail TEXT,
            code INTEGER
        ) STRICT;
        """
}
