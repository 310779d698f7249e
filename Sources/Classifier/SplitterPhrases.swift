/// What the splitter knows of six languages, in the notation of `CueLexicon`.
enum SplitterPhrases {
    /// The phrases of a language; of all where it is unknown. Every language knows the English courtesies, which
    /// clients everywhere write.
    static func lexicon(_ language: Language) -> CueLexicon {
        lexicons[language] ?? everything
    }

    private static let everything = CueLexicon(
        names: names.map(\.rawValue),
        source: sources.map(\.1).joined(separator: "\n")
    )

    private static let lexicons: [Language: CueLexicon] = Dictionary(
        uniqueKeysWithValues: sources.map { language, source in
            let own = language == .english ? source : source + "\n" + courtesies
            return (language, CueLexicon(names: names.map(\.rawValue), source: own))
        }
    )

    /// The names below, by number.
    static let names = Name.allCases

    private static let sources: [(Language, String)] = [
        (.english, english), (.german, german), (.french, french), (.spanish, spanish), (.russian, russian),
        (.chinese, chinese),
    ]

    private static let courtesies = english.split(separator: "\n").filter { line in
        ["greeting:", "signoff:", "thanks:"].contains { line.hasPrefix($0) }
    }.joined(separator: "\n")

    enum Name: String, CaseIterable {
        /// Opens a mail; what follows up to the comma or the line's end belongs to it.
        case greeting
        /// Closes a mail; what follows is a name and a signature.
        case signoff
        /// Thanks and good wishes that ask for nothing.
        case thanks, pleasantry
        /// Begins another matter at the head of a sentence.
        case connective
        /// May begin another matter inside a sentence.
        case joint
        /// Asks for something outright.
        case ask
        /// Points back at what was just said.
        case anaphor
        /// Tells the circumstances of what was just said.
        case detail
        /// Asks to mend, without saying what.
        case repair
        /// A dot after it does not end a sentence.
        case abbreviation
        /// After sign-off, brings the text back to matters.
        case postscript
    }

    static let english = """
        greeting: hi; hello; hey; dear; good (morning|afternoon|evening|day); greetings; hi there; hiya; morning
        signoff: (kind|best|warm|many|warmest|kindest) regards; regards; best wishes; all the best; best; cheers
        signoff: yours (sincerely|faithfully|truly); sincerely; sincerely yours; take care; many thanks
        signoff: thanks and regards; br; kr; with (kind|best) regards; thanks again; see you
        thanks: thank you; thanks; thank you (very|so) much; many thanks; thanks (a lot|again|in advance); thx
        thanks: ty; cheers; much appreciated; appreciate it; i appreciate; we appreciate
        pleasantry: (i|we) hope .. (well|weekend|day|finds|week|great)
        pleasantry: hope .. (well|weekend|day|week|great|finds); how are (you|things); looking forward
        pleasantry: have a (nice|great|good|lovely); happy (new year|holidays|easter|friday|monday)
        pleasantry: sorry to (bother|bug|trouble) you; sorry for the (trouble|bother|delay|long mail|late)
        pleasantry: let me know (if you|what you think|please); please let me know if; any questions; talk soon
        pleasantry: speak soon; keep up; just a (few|couple|quick)
        pleasantry: a (few|couple of) (things|points|notes|items)
        connective: also; and also; additionally; in addition; one more (thing|question|point|request)
        connective: another (thing|question|point|issue|request|problem)
        connective: one (other|last|final) (thing|question|point); oh and; oh also; oh; by the way; btw; besides
        connective: besides that; apart from that; other than that; on another note
        connective: on a (different|separate|side) note; separately; secondly; second; thirdly; third; finally
        connective: lastly; last; furthermore; moreover
        connective: while (you are|youre|you re|we are|were|we re|i have you|ive got you) (at it|there|in there)
        connective: and another; plus; next; then there (is|s); and (one more|another); unrelated
        connective: something else; different topic; also please; and then; firstly; first; first of all; as for
        connective: regarding; concerning; ps
        joint: also; and also; and one more; and another; oh and; by the way; btw; plus
        joint: and (could|can|would) (you|we|i|someone); and please
        joint: and (add|change|remove|fix|make|move|replace|update); but (could|can|would) you; and while
        joint: and how (do|can|much|long); and (when|where) (will|is|are|can|do); and is (it|there)
        joint: and (id|wed|i d|we d|we would|i would) like; and we (want|need|also); and i (want|need|also)
        joint: and also; additionally; but also; but please; but (id|wed|we d|i d|we would|i would) like
        joint: and the (invoice|bill)
        ask: please; could you; can you; would you; would it be possible; is it possible; we (need|want)
        ask: i (need|want); (we|i) would like; wed like; id like; we d like; i d like
        ask: it would be (nice|great|good|helpful|lovely|useful|better)
        ask: would be (nice|great|good|helpful|lovely|useful); how about; what about; can we (have|get|add)
        ask: could we; let us
        anaphor: it; that; this; these; those; them; they; same; so; there; which
        detail: it (happens|only|also|started|occurs|seems|looks|says|is the same|affects|was|worked|shows)
        detail: this (happens|started|only|is|was|affects); (it|this|that) happens; happens (on|in|only|when)
        detail: only (on|in|happens|with)
        detail: (i|we) (use|am using|are using|tried|have tried|checked|also tried|already tried|already|attach)
        detail: (i|we) (attached|reloaded|cleared|restarted)
        detail: i m using; im using; ive tried; i ve tried; tested (on|in|with); screenshot; attached
        detail: see (attached|attachment|below|screenshot); for example; e g; for instance; steps; browser
        detail: my (browser|phone|laptop|computer) (is|was)
        detail: on (chrome|safari|firefox|edge|iphone|android|mobile|desktop|my)
        detail: in (chrome|safari|firefox|edge); (the|an|error) (error|message|code) (is|says|was|reads)
        detail: the same (happens|thing|problem); no hurry; no rush; not urgent; its not urgent; take your time
        detail: it worked; that way; that would; this would; because; otherwise; so that; until then; we noticed
        detail: (i|we) noticed (it|this); what would (it|that|this) cost; how much would (it|that|this)
        detail: how long would (it|that|this); how much (is|does) (it|that|this); did (i|we) (do|miss); am i
        detail: is it (me|just me|something)
        repair: fix; check; look into; take a look; have a look; look at it; sort; investigate; repair; correct (it|this|that)
        repair: (what|whats) (is |)(wrong|going on|the reason|happening|happened|the problem|the cause|up); any idea
        repair: why is (that|this|it); what could; known (issue|problem|bug); help; please advise; how come; see what
        abbreviation: e g; i e; etc; approx; mr; mrs; ms; dr; prof; st; no; nr; vs; inc; ltd; co; dept; fig; ext
        abbreviation: tel; resp; vol; a m; p m; eg; ie
        postscript: p s; ps; pps
        """

    static let german = """
        greeting: hallo; hi; guten (tag|morgen|abend); sehr geehrte*; liebe*; lieber; moin; servus; gruss gott
        greeting: grüezi; hey; werte*
        signoff: mit (freundlichen|besten|vielen|herzlichen|lieben) grüssen; mit freundlichem gruss
        signoff: (freundliche|beste|viele|liebe|herzliche|schöne) grüße
        signoff: (freundliche|beste|viele|liebe|herzliche|schöne) grüsse; viele liebe grüße
        signoff: (schönen|lieben|besten|freundlichen|herzlichen) gruß; gruß; grüße; mfg; lg; vg; bg
        signoff: hochachtungsvoll; bis bald; mit freundlichen grüßen; mit besten grüßen; mit freundlichem gruß
        signoff: danke und gruß; danke und (viele|liebe|beste) grüße
        thanks: danke; vielen (lieben |herzlichen |)dank; besten dank; herzlichen dank
        thanks: danke (schön|sehr|im voraus|vorab|nochmals); dankeschön; lieben dank; tausend dank
        thanks: schon mal danke; wir danken; ich danke
        pleasantry: ich hoffe .. (gut|gehabt|wochenende); wir hoffen .. gut; wie geht
        pleasantry: (schönes|schönen) (wochenende|tag|abend|feierabend|urlaub)
        pleasantry: frohe (ostern|weihnachten|feiertage); ich freue mich; wir freuen uns auf; freue mich auf
        pleasantry: melden sie sich; melde dich; entschuldigen sie die störung
        pleasantry: bei (rückfragen|fragen) .. (melden|verfügung|gerne); für rückfragen
        pleasantry: ein paar (punkte|dinge|sachen); alles gute
        connective: außerdem; ausserdem; auch; zusätzlich; übrigens; noch (etwas|was|eine|ein|eins)
        connective: und noch (etwas|was|eine|ein); des weiteren; weiterhin; ferner; darüber hinaus; zudem
        connective: ebenso; zweitens; drittens; erstens; zum (einen|anderen|schluss); und dann; dann noch
        connective: nebenbei; apropos; davon abgesehen; abgesehen davon; ein weiterer punkt
        connective: eine weitere (frage|sache|bitte); eine (frage|sache|bitte) noch; eine andere (frage|sache)
        connective: und außerdem; ach ja; ach so; achja; anderes thema; wo wir (schon|gerade)
        connective: wenn (sie|ihr|du) schon dabei; was (die|den|das) .. betrifft; bezüglich; zur
        joint: außerdem; ausserdem; und außerdem; und ausserdem; übrigens; zudem; und noch; und bitte
        joint: und (könnten|können|könntet|könnt|kannst|könntest) (sie|ihr|du|wir)
        joint: aber (könnten|können|könntet) (sie|ihr|wir)
        joint: und (wir|ich) (hätten|hätte|möchten|möchte|wollen|brauchen)
        joint: (wir|ich) (hätten|hätte) (außerdem|auch|noch)
        joint: und (wann|wie|wo|was) (kommt|kann|können|kostet|ist|sind|viel); des weiteren; darüber hinaus
        joint: und die rechnung; und zweitens
        ask: bitte; könnten (sie|wir); können (sie|wir); könntet ihr; könnt ihr; kannst du; könntest du
        ask: wir (möchten|brauchen|hätten|wünschen|bräuchten|wollen)
        ask: ich (möchte|brauche|hätte|wünsche|bräuchte|will); es wäre (schön|toll|gut|super|hilfreich|prima)
        ask: wäre es möglich; ist es möglich; wäre (schön|toll|super|gut); lässt sich
        anaphor: das; dies; dieses; es; sie; dieselbe*; dasselbe; dabei; damit; davon; daran; dort; so
        detail: (das|es|dies) (passiert|tritt|geschieht|betrifft|ist|war|kommt|liegt|ging|lief|sieht|wäre|würde)
        detail: (das|es|dies) (funktionierte|hat)
        detail: passiert (nur|auch|auf|bei|im|in); nur (auf|im|in|bei|mit)
        detail: (ich|wir) (nutze|nutzen|verwende|verwenden|benutze|benutzen|habe schon|haben schon|habe bereits)
        detail: (ich|wir) (haben bereits|habe es|haben es)
        detail: getestet (mit|auf|in); screenshot; im anhang; anbei; siehe (anhang|screenshot|unten)
        detail: zum beispiel; z b; auf dem (iphone|handy|tablet|smartphone); im (chrome|firefox|safari|browser)
        detail: die (fehlermeldung|meldung) (lautet|ist|war); vorher; bisher; eilt nicht; hat keine eile
        detail: kein stress; keine eile; was würde (das|es) kosten; was kostet (das|es)
        detail: wie lange (würde|dauert) (das|es); wie teuer; denn; weil; sonst; mache ich; habe ich
        detail: liegt (das|es)
        repair: prüfen; überprüfen; nachsehen; nachschauen; schauen; anschauen; ansehen; beheben; reparieren; korrigieren
        repair: woran; was ist (da|das|los|hier|passiert); kümmern; in ordnung bringen; helfen; hilfe; draufschauen
        repair: woher kommt; wieso; wie kommt; was kann (das|da|man); bekannt; richten; gucken; fixen
        abbreviation: z b; d h; u a; bzw; usw; etc; ca; evtl; ggf; inkl; exkl; nr; str; dr; prof; hr; fr; tel
        abbreviation: zzgl; mwst; vgl; max; min; sog; o g; abs; art; mio; tsd; bsp; st; i d r
        postscript: p s; ps
        """
}
