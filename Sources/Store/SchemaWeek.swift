extension Schema {
    /// People's answers, what a clock needs to be worked out again, and how each mailbox is doing.
    static let promises = """
        ALTER TABLE clock ADD COLUMN minutes INTEGER;
        ALTER TABLE clock ADD COLUMN pausedSince INTEGER;
        ALTER TABLE clock ADD COLUMN warnedAt INTEGER;
        ALTER TABLE clock ADD COLUMN escalatedAt INTEGER;
        CREATE TABLE answer (
            id INTEGER PRIMARY KEY,
            ticketID INTEGER NOT NULL REFERENCES ticket (id),
            -- The mail's Message-ID, else the digest of its bytes: the same answer is seen in several places.
            identity TEXT NOT NULL,
            messageID TEXT,
            at INTEGER NOT NULL,
            seenAt INTEGER NOT NULL,
            seenIn TEXT NOT NULL,
            staff TEXT,
            sender TEXT NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (ticketID, identity)
        ) STRICT;
        CREATE INDEX answerByMessageID ON answer (messageID) WHERE messageID IS NOT NULL;
        CREATE TABLE mailboxHealth (
            mailbox TEXT PRIMARY KEY,
            readAt INTEGER,
            problem TEXT,
            problemSince INTEGER
        ) STRICT, WITHOUT ROWID;
        """

    /// Which number of a work order means which request, and what came by mail as commands.
    static let commands = """
        CREATE TABLE workOrderItem (
            mailID INTEGER NOT NULL REFERENCES mail (id),
            number INTEGER NOT NULL CHECK (number >= 1),
            requestID INTEGER NOT NULL REFERENCES request (id),
            PRIMARY KEY (mailID, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE command (
            mailID INTEGER PRIMARY KEY REFERENCES mail (id),
            -- What makes the mail that one mail; a repetition of what was obeyed has none.
            identity TEXT UNIQUE,
            at INTEGER NOT NULL,
            staff TEXT,
            orderMailID INTEGER REFERENCES mail (id),
            state TEXT NOT NULL CHECK (state IN ('obeyed', 'held', 'repeated', 'dismissed')),
            reason TEXT NOT NULL,
            outcome TEXT NOT NULL
        ) STRICT;
        CREATE INDEX commandHeld ON command (mailID) WHERE state = 'held';
        """

    /// Marks of 1 to 5 that people gave finished tickets, one a person and ticket.
    static let rating = """
        CREATE TABLE rating (
            ticketID INTEGER NOT NULL REFERENCES ticket (id),
            client TEXT NOT NULL,
            person TEXT NOT NULL,
            mailID INTEGER NOT NULL REFERENCES mail (id),
            mark INTEGER NOT NULL CHECK (mark BETWEEN 1 AND 5),
            at INTEGER NOT NULL,
            PRIMARY KEY (ticketID, person)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ratingByTime ON rating (at);
        CREATE INDEX ticketByClosing ON ticket (closedAt) WHERE closedAt IS NOT NULL;
        """
}
