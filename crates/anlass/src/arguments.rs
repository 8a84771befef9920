//! The command line's grammar.

use crate::bench::post::Signing;
use anlass_model::definition::Language;
use anlass_server::Role;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "anlass", version, about = "One-to-one marketing: from occasion to decision")]
pub(crate) struct Arguments {
    /// Answer with one JSON object on stdout.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the installation lives.
#[derive(Args)]
pub(crate) struct Data {
    /// Data directory: master key, store, history.
    #[arg(long = "data", value_name = "DIR", default_value = "anlass-data")]
    pub(crate) dir: PathBuf,
}

/// Files that people author.
#[derive(Args)]
pub(crate) struct Files {
    /// YAML files or directories: programmes, and at most one with settings.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Only these: programmes that are live but not named here are removed.
    #[arg(long)]
    pub(crate) only: bool,
    /// Take away what is recorded now and what the settings here do not declare: fields, events, entities, sources.
    #[arg(long)]
    pub(crate) drop: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Tongue {
    De,
    En,
}

impl From<Tongue> for Language {
    fn from(tongue: Tongue) -> Language {
        match tongue {
            Tongue::De => Language::De,
            Tongue::En => Language::En,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Set up a house of one's own, empty, with the shipped settings and its first administrator.
    New {
        #[command(flatten)]
        data: Data,
        /// What the house is called.
        #[arg(long)]
        name: String,
        /// Of whoever administers it; a password is made up and shown once.
        #[arg(long)]
        email: String,
        /// Country whose holidays count: DE, AT or CH, which bring their currency and time zone; a German state; or none.
        #[arg(long, default_value = "DE", value_name = "CODE")]
        region: String,
        #[arg(long, value_name = "CODE")]
        currency: Option<String>,
        #[arg(long, value_name = "ZONE")]
        time_zone: Option<String>,
        /// In which people are written to of whom no language is known; else German, and English with the region none.
        #[arg(long, value_enum)]
        language: Option<Tongue>,
        /// Read the password from stdin instead.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Compile files and list every problem, without publishing.
    Check {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        files: Files,
    },
    /// Make files live; programmes that are not named stay as they are.
    Publish {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        files: Files,
        /// Make keys and ids from this seed, so that a simulation repeats exactly; never for real people.
        #[arg(long, value_name = "SEED")]
        simulate: Option<u64>,
    },
    /// Show the settings that are live, as a file to change and publish.
    Settings {
        #[command(flatten)]
        data: Data,
    },
    /// Look at files: what their columns hold and mean, and a mapping proposed for them.
    Look {
        folder: PathBuf,
        /// Absent: all tables of the folder.
        files: Vec<String>,
        /// What the mapping is called.
        #[arg(long, default_value = "files")]
        name: String,
        /// Number of the source in the settings.
        #[arg(long, default_value_t = 1)]
        source: u16,
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// The clock on the wall where the files were written.
        #[arg(long, default_value = "Europe/Berlin")]
        time_zone: String,
        /// Write the mapping there; absent: show it.
        #[arg(long, value_name = "FILE")]
        write: Option<PathBuf>,
    },
    /// Import files by a mapping into the history; what was imported before adds nothing.
    Import {
        #[command(flatten)]
        data: Data,
        mapping: PathBuf,
        folder: PathBuf,
        #[arg(long)]
        vault: Option<u32>,
        /// Invent around the real purchases what the files lack, and mark it.
        #[arg(long, value_name = "SEED")]
        simulate: Option<u64>,
        /// Only this many customers, chosen by hash.
        #[arg(long, value_name = "N")]
        customers: Option<usize>,
    },
    /// Run the history through the live loop in virtual time; can be killed and goes on.
    Replay {
        #[command(flatten)]
        data: Data,
        /// Events in one commit; absent: a twentieth of the history, 10,000 to 300,000.
        #[arg(long, value_name = "N")]
        batch: Option<usize>,
        /// Abort the process after this many batches.
        #[arg(long, hide = true)]
        kill_after: Option<u64>,
    },
    /// Check that dossiers are the fold of their timelines, byte for byte.
    Verify {
        #[command(flatten)]
        data: Data,
        #[arg(long)]
        vault: Option<u32>,
        /// So many customers, spread over all.
        #[arg(long, value_name = "N", default_value_t = 100, conflicts_with = "all")]
        sample: usize,
        #[arg(long)]
        all: bool,
        /// Also explain so many messages that were not sent, drawn over the whole ledger, and check that each has
        /// the outcome that the ledger says and the rule or fact behind it.
        #[arg(long, value_name = "N", default_value_t = 0)]
        reasons: usize,
    },
    /// What there is, what was said and what not, and why.
    Summary {
        #[command(flatten)]
        data: Data,
        #[arg(long)]
        vault: Option<u32>,
        #[arg(long, value_enum, default_value = "en")]
        language: Tongue,
    },
    /// Run a draft over the recorded history, beside what is live; changes nothing.
    Rehearse {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        files: Files,
        #[arg(long)]
        vault: Option<u32>,
        /// Count only the last days of the history.
        #[arg(long, value_name = "DAYS")]
        since: Option<u32>,
    },
    /// Why somebody was, or was not, spoken to.
    Explain {
        #[command(flatten)]
        data: Data,
        /// Card number, customer number, e-mail address or id.
        #[arg(long)]
        customer: String,
        /// Only this message.
        #[arg(long)]
        message: Option<String>,
        #[arg(long)]
        vault: Option<u32>,
        #[arg(long, value_enum, default_value = "en")]
        language: Tongue,
    },
    /// Copy the installation, without its master key, into a new directory.
    Backup {
        #[command(flatten)]
        data: Data,
        target: PathBuf,
    },
    /// Bring a backup into a data directory that holds no store.
    Restore {
        #[command(flatten)]
        data: Data,
        from: PathBuf,
        /// The master key that belongs to it, unless it is in the data directory.
        #[arg(long, value_name = "FILE")]
        master_key: Option<PathBuf>,
    },
    /// Put the whole organisation with its keys and secrets into one file that only a passphrase opens.
    Export {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "FILE")]
        target: PathBuf,
        /// Read the passphrase from stdin; else one is made up and shown once.
        #[arg(long)]
        passphrase_stdin: bool,
    },
    /// Bring an exported organisation into a data directory that is empty; its passphrase is read from stdin.
    ImportOrganisation {
        #[command(flatten)]
        data: Data,
        #[arg(value_name = "FILE")]
        from: PathBuf,
        /// It speaks to the outside as the other one did, which must have ended.
        #[arg(long)]
        take_over: bool,
    },
    /// The whole way on the data of the repository, on this machine only.
    Demo {
        /// Keep the installation here; else in a temporary directory.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// The repository's root.
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// End after the summary and leave nothing behind in the temporary directory.
        #[arg(long)]
        once: bool,
        #[arg(long, value_enum, default_value = "en")]
        language: Tongue,
        /// Only this many households.
        #[arg(long, value_name = "N")]
        households: Option<usize>,
    },
    /// Run the loop and answer on HTTP: collector, app, API, links in letters. Ends on Ctrl-C or SIGTERM.
    Serve {
        #[command(flatten)]
        data: Data,
        /// Address and port; else what server.toml in the data directory says, or 127.0.0.1:8080.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<SocketAddr>,
        /// Whose time counts: everybody's, or one that stands still until it is moved.
        #[arg(long, value_enum, default_value = "real")]
        clock: ClockKind,
        /// Time goes on from the end of the recorded history, and the first user is made.
        #[arg(long)]
        demo: bool,
    },
    /// Install a table of first names with counts, by which letters greet people whose salutation is not known.
    Names {
        #[command(flatten)]
        data: Data,
        /// CSV with the heading "name,female,male" or "name,gender,count".
        file: PathBuf,
    },
    /// Who may use the app.
    User {
        #[command(subcommand)]
        user: UserCommand,
    },
    /// Measure through the real, durable path.
    Bench {
        #[command(subcommand)]
        bench: Bench,
    },
    /// Live through seeded days under faults and check the laws; or make data for measurements.
    #[command(args_conflicts_with_subcommands = true)]
    Sim {
        #[command(subcommand)]
        sim: Option<Sim>,
        #[arg(long, default_value_t = 20)]
        seeds: u64,
        #[arg(long, default_value_t = 1)]
        first_seed: u64,
        #[arg(long, default_value_t = 30)]
        days: u32,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClockKind {
    Real,
    Manual,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum RoleName {
    Admin,
    Marketer,
    Editor,
    Viewer,
    Support,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Admin => Role::Admin,
            RoleName::Marketer => Role::Marketer,
            RoleName::Editor => Role::Editor,
            RoleName::Viewer => Role::Viewer,
            RoleName::Support => Role::Support,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Add somebody, or give them a new role and password; their sessions end.
    Add {
        #[command(flatten)]
        data: Data,
        #[arg(long)]
        email: String,
        #[arg(long, value_enum)]
        role: RoleName,
        /// Read the password from stdin; else one is made up and shown once.
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Cart abandoned over a file of five million events.
    Trigger {
        file: PathBuf,
        /// Where the store is kept; the run goes on where an earlier one stopped.
        #[arg(long)]
        data: PathBuf,
        /// Abort the process after this many batches.
        #[arg(long)]
        kill_after: Option<u64>,
    },
    /// A catalogue with prices and stock: its memory, a whole feed of which one in a hundred changed, single changes of stock.
    Catalogue {
        /// A directory for it, new or empty.
        #[arg(long)]
        data: PathBuf,
        #[arg(long, default_value_t = 1_000_000)]
        products: u64,
    },
    /// People with three identifiers each, of whom one in twenty turns out to be two who are merged.
    Identity {
        /// A directory for it, new or empty.
        #[arg(long)]
        data: PathBuf,
        #[arg(long, default_value_t = 1_000_000)]
        people: u64,
    },
    /// A file of order lines into dossiers, then the very same file again.
    Import {
        /// A directory for it, new or empty.
        #[arg(long)]
        data: PathBuf,
        #[arg(long, default_value_t = 10_000_000)]
        lines: u64,
    },
    /// Preview of a rule, then a standing segment built while 500 events a second flow.
    Segment {
        /// A store made by `anlass sim fill`.
        #[arg(long)]
        data: PathBuf,
        /// Dossiers that it must hold.
        #[arg(long, default_value_t = 1_000_000)]
        customers: u64,
    },
    /// How long a filled store takes to open, also after a kill in mid-write.
    Open {
        /// A store made by `anlass sim fill`.
        #[arg(long)]
        data: PathBuf,
        /// Dossiers that it must hold.
        #[arg(long, default_value_t = 1_000_000)]
        customers: u64,
        /// Be the process that is killed.
        #[arg(long, hide = true)]
        write_until_killed: bool,
    },
    /// Shop events through the collector of a server of its own: accepted and applied.
    Ingest {
        /// A directory for it; what is in it goes on being used.
        #[arg(long)]
        data: PathBuf,
        #[arg(long, default_value_t = 8)]
        connections: u64,
        /// Events of one request.
        #[arg(long, default_value_t = 100)]
        batch: u64,
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// People whose events they are.
        #[arg(long, default_value_t = 200_000)]
        customers: u64,
        /// At most so many; 0: as fast as they are taken, which fills the inbox up to its bound.
        #[arg(long, default_value_t = 20_000)]
        events_per_s: u64,
    },
    /// A mailing to almost everybody: audience, consent, caps, holdout, ledger.
    Decide {
        /// A store made by `anlass sim fill`.
        #[arg(long)]
        data: PathBuf,
        /// Dossiers that it must hold.
        #[arg(long, default_value_t = 1_000_000)]
        customers: u64,
        /// Customers of one commit.
        #[arg(long, default_value_t = anlass_runtime::broadcast::SLICE_CATCH_UP)]
        slice: usize,
    },
    /// Personal letters to a mail server on this machine, signed, with their ledger.
    Send {
        /// A store made by `anlass sim fill`.
        #[arg(long)]
        data: PathBuf,
        /// Dossiers that it must hold.
        #[arg(long, default_value_t = 100_000)]
        customers: u64,
        /// A mail server that takes everything, such as postfix's smtp-sink; else one in this process.
        #[arg(long, value_name = "ADDRESS")]
        sink: Option<SocketAddr>,
        #[arg(long, value_enum, default_value = "rsa")]
        signing: Signing,
        /// Then let postfix's smtp-source send to the same server, and say how the two compare.
        #[arg(long)]
        compare: bool,
    },
    /// A mailing whose article is sold out while it is sent: which letters still offer it.
    Soldout {
        /// A store made by `anlass sim fill`.
        #[arg(long)]
        data: PathBuf,
        /// Dossiers that it must hold.
        #[arg(long, default_value_t = 100_000)]
        customers: u64,
    },
    /// From an accepted event to a mail server that has its letter, while 500 events a second flow.
    Latency {
        /// A store made by `anlass sim fill`.
        #[arg(long)]
        data: PathBuf,
        /// Dossiers that it must hold.
        #[arg(long, default_value_t = 1_000_000)]
        customers: u64,
        #[arg(long, default_value_t = 500)]
        events_per_s: u64,
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        #[arg(long, value_enum, default_value = "rsa")]
        signing: Signing,
        /// Beside a mailing to so many people.
        #[arg(long, value_name = "N", default_value_t = 0)]
        mailing: u64,
    },
    /// Kill a process that sends a mailing, again and again, and compare its ledger with what a mail server took.
    Kill {
        /// A store made by `anlass sim fill`.
        #[arg(long)]
        data: PathBuf,
        /// Dossiers that it must hold.
        #[arg(long, default_value_t = 100_000)]
        customers: u64,
        #[arg(long, default_value_t = 20)]
        kills: u64,
        #[arg(long, value_enum, default_value = "ed25519")]
        signing: Signing,
    },
}

#[derive(Subcommand)]
pub(crate) enum Sim {
    /// Writes invented customers through the real commit path.
    Fill {
        #[arg(long)]
        data: PathBuf,
        #[arg(long)]
        customers: u64,
        /// The same seed gives the same customers.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}
