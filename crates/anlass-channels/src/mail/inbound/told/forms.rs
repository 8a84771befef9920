//! Known forms of bounces in prose, as data: by which words a mail system is known, which words tell of a failure, where
//! the address stands, where the letter that came back begins. All in lower case.

/// Names under which mail systems write, and nothing else does.
pub(super) const DAEMONS: [&str; 9] = [
    "mailer-daemon",
    "mailer_daemon",
    "postmaster",
    "mail delivery",
    "maildelivery",
    "mail-daemon",
    "mailerdaemon",
    "mail system",
    "delivery subsystem",
];

/// Subjects about a failure.
pub(super) const SUBJECTS: [&str; 25] = [
    "undeliver",
    "delivery fail",
    "failure notice",
    "returned mail",
    "delivery notif",
    "delivery status",
    "mail delivery",
    "delivery problem",
    "delivery report",
    "non delivery",
    "non-delivery",
    "message status",
    "mail system error",
    "unzustellbar",
    "user unknown",
    "unknown user",
    "nondeliver",
    "bounce",
    "warning: could not send",
    "error sending",
    "non remis",
    "mail could not be delivered",
    "delivery has failed",
    "failed mail",
    "mail failed",
];

/// Words of failure. Those of everyday letters are not among them.
pub(super) const FAILURES: [&str; 47] = [
    "undeliver",
    "not deliver",
    "n't deliver",
    "n't been delivered",
    "not be delivered",
    "not been delivered",
    "n't be delivered",
    "delivery fail",
    "failed to deliver",
    "delivery to the following",
    "unable to deliver",
    "unknown user",
    "user unknown",
    "unknown recipient",
    "recipient unknown",
    "no such user",
    "fatal error",
    "delivery error",
    "could not send",
    "invalid recipient",
    "addressee unknown",
    "mailbox is full",
    "mailbox full",
    "over quota",
    "quota exceeded",
    "did not reach",
    "didn't reach",
    "does not exist",
    "no longer",
    "rejected",
    "returned to sender",
    "delayed",
    "unzustellbar",
    "nicht zugestellt",
    "konnte nicht",
    "transport error",
    "able to deliver",
    "failed addresses",
    "failed recipients",
    "permanent error",
    "processing error",
    "unknown host",
    "was aborted",
    "mailbox unavailable",
    "not accepting mail",
    "exactly match",
    "not been collected",
];

/// From here on it speaks about the letter, or is the letter.
pub(super) const ENDS: [&str; 28] = [
    "below this line is a copy",
    "original message follows",
    "original message attached",
    "original message headers",
    "original message details",
    "original message below",
    "original message:",
    "- original message",
    "returned message",
    "message header",
    "unsent message",
    "message text follows",
    "copy of the message",
    "copy of your message",
    "the headers of the message",
    "your message follows",
    "header of your message",
    "start of returned",
    "--- begin",
    "undelivered message",
    "ursprüngliche nachricht",
    "message contents follow",
    "first 50 lines",
    "message follows",
    "text of your message",
    "headers follow",
    "source mail attached",
    "forwarded message",
];

/// Right before the address that failed, on its line.
pub(super) const BEFORE_ADDRESS: [&str; 10] = [
    "dda:smtp=",
    "failed recipient:",
    "error-for:",
    "unknown user:",
    "your message was addressed,",
    "intended recipient:",
    "undeliverable address:",
    "final delivery userid:",
    "recipient: [smtp:",
    "undeliverable to",
];

/// Before the address that we wrote to, where the other side's own list or rule led from it to another one.
pub(super) const WRITTEN_TO: [&str; 4] =
    ["expanded from", "generated from", "originally addressed to", "was addressed to"];

/// Lines after which the recipient's name stands alone, without the reporting system's domain.
pub(super) const NAME_FOLLOWS: [&str; 2] =
    ["following recipients could not be delivered", "not delivered to the following:"];

/// Lines that name somebody to turn to, or the letter's own sender.
pub(super) const OF_OTHERS: [&str; 8] =
    ["contact", "assistance", "problem report", "from:", "sender:", "help", "http", "message-id"];

/// Lines that repeat the letter's headers: whoever stands there is one of many recipients.
pub(super) const OF_HEADERS: [&str; 2] = ["to:", "cc:"];
