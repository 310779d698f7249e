import GRDB

/// The schema, as named migrations that are only ever appended to. What must always hold is held by SQLite itself.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("mail") { try $0.execute(sql: mail) }
        migrator.registerMigration("work") { try $0.execute(sql: work) }
        migrator.registerMigration("ledger") { try $0.execute(sql: ledger) }
        migrator.registerMigration("outbox") { try $0.execute(sql: outbox) }
        migrator.registerMigration("escalation") { try $0.execute(sql: escalation) }
        migrator.registerMigration("erasure") { try $0.execute(sql: erasure) }
        migrator.registerMigration("ledgerHeads") { try $0.execute(sql: ledgerHeads) }
        migrator.registerMigration("promises") { try $0.execute(sql: promises) }
        migrator.registerMigration("commands") { try $0.execute(sql: commands) }
        migrator.registerMigration("overruling") { try $0.execute(sql: overruling) }
        migrator.registerMigration("errand") { try $0.execute(sql: errand) }
        migrator.registerMigration("duty") { try $0.execute(sql: duty) }
        migrator.registerMigration("acknowledgementCounts") { try $0.execute(sql: acknowledgementCounts) }
        migrator.registerMigration("release") { try $0.execute(sql: release) }
        migrator.registerMigration("rating") { try $0.execute(sql: rating) }
        migrator.registerMigration("pending") { try $0.execute(sql: pending) }
        migrator.registerMigration("attempted") { try $0.execute(sql: attempted) }
        migrator.registerMigration("learning") { try $0.execute(sql: learning) }
        migrator.registerMigration("unsent") { try $0.execute(sql: unsent) }
        return migrator
    }

    /// Instants are seconds since 1970 UTC. A mail's bytes lie in a spool segment; the row says where.
    private static let mail = """
        CREATE TABLE mailbox (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            uidValidity INTEGER,
            lastUID INTEGER NOT NULL DEFAULT 0,
            highestModSeq INTEGER,
            answersFrom INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE mail (
            id INTEGER PRIMARY KEY,
            mailboxID INTEGER NOT NULL REFERENCES mailbox (id),
            uidValidity INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            receivedAt INTEGER NOT NULL,
            segment INTEGER NOT NULL,
            offset INTEGER NOT NULL CHECK (offset >= 0),
            byteCount INTEGER NOT NULL CHECK (byteCount >= 0),
            isPartial INTEGER NOT NULL DEFAULT 0,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            state TEXT NOT NULL DEFAULT 'admitted'
                CHECK (state IN ('admitted', 'decided', 'quarantined', 'duplicate')),
            duplicateOf INTEGER REFERENCES mail (id),
            messageID TEXT,
            sender TEXT,
            subject TEXT,
            ticketID INTEGER REFERENCES ticket (id),
            UNIQUE (mailboxID, uidValidity, uid)
        ) STRICT;
        CREATE INDEX mailByDigest ON mail (digest);
        CREATE INDEX mailByMessageID ON mail (messageID) WHERE messageID IS NOT NULL;
        CREATE INDEX mailWaiting ON mail (id) WHERE state = 'admitted';
        CREATE INDEX mailByTicket ON mail (ticketID) WHERE ticketID IS NOT NULL;
        CREATE TABLE quarantine (
            mailID INTEGER PRIMARY KEY REFERENCES mail (id),
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE TABLE unfetched (
            mailboxID INTEGER NOT NULL REFERENCES mailbox (id),
            uidValidity INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (mailboxID, uidValidity, uid)
        ) STRICT;
        """

    private static let work = """
        CREATE TABLE ticket (
            id INTEGER PRIMARY KEY,
            client TEXT,
            subject TEXT NOT NULL,
            baseSubject TEXT NOT NULL,
            openedAt INTEGER NOT NULL,
            closedAt INTEGER,
            linkedTo INTEGER REFERENCES ticket (id),
            isFlagged INTEGER NOT NULL DEFAULT 0,
            assignee TEXT
        ) STRICT;
        CREATE TABLE request (
            id INTEGER PRIMARY KEY,
            ticketID INTEGER NOT NULL REFERENCES ticket (id),
            mailID INTEGER NOT NULL REFERENCES mail (id),
            ordinal INTEGER NOT NULL,
            client TEXT,
            label TEXT NOT NULL,
            start INTEGER NOT NULL,
            end INTEGER NOT NULL CHECK (end >= start),
            text TEXT NOT NULL,
            confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
            isDecided INTEGER NOT NULL,
            runnerUp TEXT NOT NULL,
            runnerUpConfidence REAL NOT NULL,
            evidence TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('covered', 'notCovered', 'undecided', 'noAgreement')),
            clause TEXT,
            priority TEXT NOT NULL,
            reason TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'open'
                CHECK (state IN ('open', 'quoted', 'approved', 'declined', 'closed', 'merged')),
            askedAt INTEGER NOT NULL,
            closedAt INTEGER,
            estimateMinutes INTEGER CHECK (estimateMinutes >= 0),
            quoteMinorUnits INTEGER,
            quoteCurrency TEXT,
            mergedInto INTEGER REFERENCES request (id),
            UNIQUE (mailID, ordinal)
        ) STRICT;
        CREATE INDEX requestByTicket ON request (ticketID);
        CREATE INDEX requestByAskedAt ON request (askedAt);
        CREATE INDEX requestByClient ON request (client, label, askedAt);
        CREATE INDEX requestOpen ON request (id) WHERE state IN ('open', 'quoted', 'approved');
        CREATE TABLE clock (
            id INTEGER PRIMARY KEY,
            ticketID INTEGER NOT NULL REFERENCES ticket (id),
            mailID INTEGER NOT NULL REFERENCES mail (id),
            name TEXT NOT NULL,
            calendar TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            dueAt INTEGER NOT NULL,
            stoppedAt INTEGER,
            UNIQUE (mailID, name)
        ) STRICT;
        CREATE INDEX clockRunning ON clock (dueAt) WHERE stoppedAt IS NULL;
        CREATE INDEX clockByTicket ON clock (ticketID);
        CREATE TABLE decision (
            mailID INTEGER PRIMARY KEY REFERENCES mail (id),
            at INTEGER NOT NULL,
            client TEXT,
            origin TEXT NOT NULL,
            filing TEXT NOT NULL,
            isAcknowledged INTEGER NOT NULL,
            acknowledgementWhy TEXT NOT NULL,
            reasons TEXT NOT NULL
        ) STRICT;
        CREATE TABLE filing (
            mailID INTEGER PRIMARY KEY REFERENCES mail (id),
            folder TEXT NOT NULL,
            doneAt INTEGER,
            problem TEXT
        ) STRICT;
        CREATE INDEX filingWaiting ON filing (mailID) WHERE doneAt IS NULL;
        """

    static let editTrigger = """
        CREATE TRIGGER postingIsNeverEdited BEFORE UPDATE ON posting
            BEGIN SELECT RAISE (ABORT, 'postings are never edited'); END;
        """

    /// Postings are only ever appended: the triggers refuse what the program never does.
    private static let ledger = """
        CREATE TABLE posting (
            client TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            kind TEXT NOT NULL
                CHECK (kind IN ('grant', 'work', 'expiry', 'credit', 'adjustment', 'transfer')),
            basis TEXT NOT NULL,
            minutes INTEGER NOT NULL,
            heldMinutes INTEGER NOT NULL,
            period TEXT NOT NULL,
            request TEXT,
            message TEXT,
            enteredBy TEXT NOT NULL,
            note TEXT NOT NULL,
            happenedAt INTEGER NOT NULL,
            recordedAt INTEGER NOT NULL,
            corrects TEXT,
            refersTo TEXT,
            refersToPeriod TEXT,
            idempotencyKey TEXT NOT NULL,
            clause TEXT,
            workedMinutes INTEGER,
            weightedHundredths INTEGER,
            rateMinorUnits INTEGER,
            rateCurrency TEXT,
            closingMinutes INTEGER,
            previousDigest BLOB CHECK (length(previousDigest) = 32),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (client, number),
            UNIQUE (client, idempotencyKey)
        ) STRICT, WITHOUT ROWID;
        \(editTrigger)
        CREATE TRIGGER postingIsNeverDeleted BEFORE DELETE ON posting
            BEGIN SELECT RAISE (ABORT, 'postings are never deleted'); END;
        """

    /// When the staff was told that a mail may miss its deadline, once.
    private static let escalation = """
        ALTER TABLE outbox ADD COLUMN escalatedAt INTEGER;
        """

    /// What a mail is composed from; its bytes are empty until then.
    private static let pending = """
        ALTER TABLE outbox ADD COLUMN pending BLOB;
        """

    /// For the last reply to a client, which is asked for with every mail that might be an echo.
    private static let attempted = """
        CREATE INDEX outboxAttempted ON outbox (client, createdAt, endedAt)
            WHERE kind = 'acknowledgement' AND attempts > 0;
        """

    /// Each round asks which mails may miss their deadline; they are few, and those that went out many.
    private static let unsent = """
        CREATE INDEX outboxUnsent ON outbox (dueAt)
            WHERE state IN ('queued', 'transmitting', 'deferred', 'uncertain', 'held') AND escalatedAt IS NULL;
        """

    /// Mails whose bytes are no longer in the spool. Their digests stay: they tell a mail that is known from a new one.
    private static let erasure = """
        CREATE TABLE erasure (
            mailID INTEGER PRIMARY KEY REFERENCES mail (id),
            at INTEGER NOT NULL,
            -- NULL while the bytes may still be there: what was begun is ended on the next occasion.
            doneAt INTEGER,
            why TEXT NOT NULL CHECK (why IN ('retention', 'forgotten'))
        ) STRICT;
        CREATE INDEX erasureBegun ON erasure (mailID) WHERE doneAt IS NULL;
        """

    /// Mails that were taken for a machine's until a person said otherwise.
    private static let release = """
        CREATE TABLE release (
            mailID INTEGER PRIMARY KEY REFERENCES mail (id) ON DELETE CASCADE,
            at INTEGER NOT NULL
        ) STRICT;
        """

    private static let outbox = """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            messageID TEXT NOT NULL UNIQUE,
            ticketID INTEGER REFERENCES ticket (id),
            mailID INTEGER REFERENCES mail (id),
            client TEXT,
            recipient TEXT NOT NULL,
            recipientDomain TEXT NOT NULL,
            subject TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('queued', 'transmitting', 'accepted', 'refused', 'deferred', 'uncertain', 'held',
                    'discarded')),
            attempts INTEGER NOT NULL DEFAULT 0,
            repetitions INTEGER NOT NULL DEFAULT 0,
            createdAt INTEGER NOT NULL,
            nextAttemptAt INTEGER NOT NULL,
            dueAt INTEGER,
            endedAt INTEGER,
            note TEXT NOT NULL DEFAULT '',
            -- Last, since SQLite reads through whatever stands before a column.
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX outboxWaiting ON outbox (nextAttemptAt) WHERE state IN ('queued', 'deferred', 'uncertain');
        -- These hold all that counting replies asks for.
        CREATE INDEX outboxByRecipient ON outbox (recipient, createdAt, kind, state);
        CREATE INDEX outboxByDomain ON outbox (recipientDomain, createdAt, kind, state);
        CREATE INDEX outboxByCreation ON outbox (createdAt, kind, state);
        CREATE INDEX outboxByTicket ON outbox (ticketID) WHERE ticketID IS NOT NULL;
        """

    /// Where each client's chain of postings ends, so that one that was cut short is noticed.
    private static let ledgerHeads = """
        CREATE TABLE postingHead (
            client TEXT PRIMARY KEY,
            number INTEGER NOT NULL,
            digest BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO postingHead
            SELECT client, number, digest FROM posting AS last
            WHERE number = (SELECT max(number) FROM posting WHERE client = last.client);
        CREATE TRIGGER postingHeadFollows AFTER INSERT ON posting BEGIN
            INSERT INTO postingHead VALUES (NEW.client, NEW.number, NEW.digest)
                ON CONFLICT (client) DO UPDATE SET number = excluded.number, digest = excluded.digest;
        END;
        """

    /// What a request was before a person's first word on it, kept whoever changes it: how often the classifier is
    /// overruled is counted from here.
    private static let overruling = """
        ALTER TABLE request ADD COLUMN firstLabel TEXT;
        ALTER TABLE request ADD COLUMN firstIsDecided INTEGER;
        CREATE TRIGGER requestIsOverruled AFTER UPDATE OF label, isDecided ON request WHEN OLD.firstLabel IS NULL
            BEGIN UPDATE request SET firstLabel = OLD.label, firstIsDecided = OLD.isDecided WHERE id = OLD.id; END;
        """

    /// What a rule wants done with a mail besides filing it: a keyword set on the server, a copy passed on.
    private static let errand = """
        CREATE TABLE errand (
            mailID INTEGER NOT NULL REFERENCES mail (id),
            kind TEXT NOT NULL CHECK (kind IN ('flag', 'forward')),
            target TEXT NOT NULL,
            doneAt INTEGER,
            problem TEXT,
            PRIMARY KEY (mailID, kind, target)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX errandWaiting ON errand (kind, mailID) WHERE doneAt IS NULL;
        """

    /// Recurring work of the plans and reviews of the terms, opened when they come round. Days are local ones of the
    /// client's zone.
    private static let duty = """
        CREATE TABLE duty (
            id INTEGER PRIMARY KEY,
            client TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('duty', 'review')),
            name TEXT NOT NULL,
            minutes INTEGER NOT NULL CHECK (minutes >= 0),
            clause TEXT,
            dueOn TEXT NOT NULL CHECK (length(dueOn) = 10),
            openedAt INTEGER NOT NULL,
            doneAt INTEGER,
            isSkipped INTEGER NOT NULL DEFAULT 0,
            note TEXT NOT NULL DEFAULT '',
            UNIQUE (client, kind, name, dueOn)
        ) STRICT;
        CREATE INDEX dutyOpen ON duty (dueOn) WHERE doneAt IS NULL;
        """

    /// Some agreements let the acknowledgement count as the first answer.
    private static let acknowledgementCounts = """
        ALTER TABLE clock ADD COLUMN isMetByAcknowledgement INTEGER NOT NULL DEFAULT 0;
        """
}
