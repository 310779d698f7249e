/// Mails that belong into one transaction, together with the cursor that holds once they are stored.
public struct FetchBatch: Sendable {
    /// In ascending order of UID.
    public var mails: [RawMail]
    /// Listed by the server, refused after every retry; to be recorded, since the cursor passes them.
    public var unfetchable: [UnfetchableMail]
    /// Where the mailbox stands once this batch is durable.
    public var cursor: Cursor

    public init(mails: [RawMail], unfetchable: [UnfetchableMail] = [], cursor: Cursor) {
        self.mails = mails
        self.unfetchable = unfetchable
        self.cursor = cursor
    }
}

/// What one run over a mailbox did.
public struct FetchReport: Hashable, Sendable {
    /// Where the mailbox stands now; equal to the cursor of the last batch delivered.
    public var cursor: Cursor
    public var fetchedMails = 0
    public var fetchedBytes = 0
    /// UIDs of mails over the limit, delivered in part.
    public var partial: [UInt32] = []
    /// UIDs that were listed and gone before they could be read.
    public var expunged: [UInt32] = []
    public var unfetchable: [UnfetchableMail] = []
    /// The mailbox was made anew since the cursor was written: its UIDs mean nothing any more and nothing was
    /// fetched. Start again without a cursor and recognise known mail by its content.
    public var uidValidityChanged = false
    /// The server's UIDNEXT lies below the cursor: it counted back, and mail may hide under old UIDs.
    public var uidNextWentBack = false

    public init(cursor: Cursor) {
        self.cursor = cursor
    }
}
