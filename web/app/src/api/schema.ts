// Names for the server's answers, taken from what it says about itself (generated.ts).
import type { Definition } from "./definition";
import type { components, paths } from "./generated";

export type * from "./definition";

type Schemas = components["schemas"];
/** What a GET of this path answers. */
type Got<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { "application/json": infer Answer } } } } } ? Answer : never;

export type Role = Schemas["Role"];
export type Scalar = Schemas["Scalar"];
export type Customer = Schemas["Customer"];
export type Thing = Schemas["Thing"];
export type ProfileField = Schemas["ProfileField"];
export type RestrictionGround = Schemas["RestrictionGround"];
/** Two people who look like one; points below zero speak for two. */
export type Suggestion = Schemas["Suggestion"];
export type Suggested = Schemas["Suggested"];
export type Suggestions = Schemas["Suggestions"];
export type CustomerIdentity = Schemas["IdentityTold"];
export type Localised = Schemas["Localised"];
export type Money = Schemas["Money"];
export type Named = Schemas["Named"];
export type Problem = Schemas["Problem"];
export type ErrorBody = Schemas["Error"];
export type Today = Schemas["Today"];
export type CustomerRow = Got<"/api/customers">[number];
export type Interest = Schemas["Interest"];
/** Everything that is kept of somebody. */
export type Copied = Schemas["Copy"];
/** Of its values nobody but the server knows the shape. */
export type CopiedFact = Omit<Schemas["CopiedFact"], "values"> & { values: unknown };
/** A proof that somebody was erased, which names nobody. */
export type Erased = Schemas["Erased"];
export type ErasureReason = Schemas["ErasureReason"];
export type Consent = Schemas["Consent"];
export type SaidBy = Schemas["SaidBy"];
export type ActSaid = Schemas["ActSaid"];
/** What people do by telephone and in the shop, and what led to it. */
export type ActionKind = Schemas["ActionKind"];
export type ActionTold = Schemas["ActionTold"];
export type ActionCause = Schemas["ActionCause"];
export type NewAction = Schemas["NewAction"];
export type CauseCorrected = Schemas["CauseCorrected"];
export type ConsentEntry = Schemas["ConsentEntry"];
export type Consenting = Schemas["Consenting"];
export type ProofFile = Schemas["ProofFile"];
export type Retention = Schemas["RetentionTold"];
export type RetentionRule = Schemas["RuleTold"];
export type RetentionRun = Schemas["RunTold"];
export type Webhook = Schemas["Subscription"];
export type NewWebhook = Schemas["NewSubscription"];
export type WebhookShown = Schemas["SubscriptionShown"];
export type NoticeKind = Schemas["NoticeKind"];
export type FileExport = Schemas["ExportShown"];
export type NewFileExport = Schemas["NewExport"];
export type ExportWhat = Schemas["ExportWhat"];
export type RelatedArticles = Schemas["RelatedArticles"];
export type RelatedArticle = Schemas["RelatedArticle"];
export type OptOuts = Schemas["OptOuts"];
export type Readiness = Schemas["Readiness"];
export type Recipe = Schemas["RecipeRow"];
export type RecipeStanding = Schemas["RecipeStanding"];
export type RecipeTaken = Schemas["RecipeTaken"];
export type NeededFact = Schemas["NeededFact"];
export type Bringer = Schemas["BringerCode"];
export type SourceQuality = Got<"/api/quality">[number];
export type FieldQuality = Schemas["FieldQuality"];
export type SchemaTold = Schemas["SchemaTold"];
export type SettingsRules = Schemas["SettingsRules"];
export type MatchingRules = Schemas["MatchingRules"];
export type LoyaltyRules = Schemas["LoyaltyRules"];
export type LocationRules = Schemas["LocationRules"];
export type FenceRule = Schemas["FenceRule"];
export type RetentionRules = Schemas["RetentionRules"];
export type SchemaOwn = Schemas["SchemaOwn"];
export type OwnKind = Schemas["OwnKind"];
export type OwnNearest = Schemas["OwnNearest"];
export type FieldType = Schemas["FieldType"];
export type InFence = Schemas["InFence"];
export type SchemaPart = Schemas["SchemaPart"];
export type PartTold = Schemas["PartTold"];
export type ShippedEvent = Schemas["ShippedEvent"];
export type SchemaChange = Schemas["SchemaChange"];
export type SchemaVersion = Schemas["SchemaVersion"];
export type Order = Schemas["Order"];
export type Origin = Schemas["Origin"];
export type Timeline = Schemas["Timeline"];
export type TimelineEntry = Schemas["Happened"];
export type Why = Schemas["Why"];
export type WhyMessage = Schemas["WhyMessage"];
export type WhyIntent = Schemas["WhyIntent"];
export type WhyRun = Schemas["WhyRun"];
export type WhyOutside = Schemas["WhyOutside"];
export type Link = Schemas["Link"];
export type IntentPage = Schemas["Intents"];
export type IntentRow = Schemas["IntentShown"];
export type ProgrammeRow = Got<"/api/programmes">[number];
export type Programme = Omit<Schemas["Programme"], "definition"> & { definition: Definition };
export type Version = Omit<Schemas["VersionWhole"], "definition" | "against"> & { definition: Definition; against?: { number: number; definition: Definition; yaml: string } | null };
export type Check = Schemas["Checked"];
export type Rehearsal = Schemas["Rehearsed"];
export type Job = Schemas["JobState"];
export type Counts = Schemas["Counts"];
export type WhyNot = Schemas["WhyNot"];
export type Evaluation = Schemas["Evaluation"];
export type DataState = Schemas["Data"];
export type Mailbox = Schemas["Letters"];
export type MailRow = Schemas["LetterRow"];
export type Mail = Schemas["Letter"];
export type Now = Schemas["Now"];
export type Session = Schemas["Session"];
export type Quarantined = Got<"/api/quarantine">[number];
export type RefusedRows = Schemas["RefusedRows"];
export type RefusedGroup = Schemas["RefusedGroup"];
export type RefusedPage = Schemas["RefusedPage"];
export type RefusedRow = Schemas["RefusedRow"];
export type RowCorrected = Schemas["RowCorrected"];
export type ReadAgainTold = Schemas["ReadAgainTold"];
export type NotWantedTold = Schemas["NotWantedTold"];
export type ConnectedSource = Schemas["ConnectedSource"];
export type ConnectedShown = Schemas["ConnectedShown"];
export type NewSource = Schemas["NewSource"];
export type SourceKind = Schemas["SourceKind"];
export type PrivacyAsked = Got<"/api/privacy">[number];
export type Import = Got<"/api/imports">[number];
export type LeftOut = Schemas["LeftOut"];
export type LeftOutRow = Schemas["LeftOutRow"];
export type LeftOutRows = Schemas["LeftOutRows"];
export type Bundle = Schemas["Bundle"];
export type ImportState = Schemas["ImportState"];
export type ImportTotals = Schemas["ImportTotals"];
export type ImportError = Schemas["ImportError"];
export type LookedAt = Schemas["LookedAt"];
export type LookedAtFile = Schemas["LookedAtFile"];
export type Meant = Schemas["Meant"];
export type Sample = Schemas["Sample"];
export type Audit = Schemas["Audit"];
export type Audited = Schemas["Audited"];
export type AuditAct = Schemas["AuditAct"];
export type Redriven = Schemas["Redriven"];
export type Tour = Schemas["Tour"];
export type LastSecond = Schemas["LastSecond"];

// What the server is about to say; each goes as soon as its description is there.
export type Reacted = Schemas["Whose"];
export type MailingState = "planned" | "running" | "done" | "stopped" | "late" | "past";
export interface MailingRow {
  programme: string;
  id: string;
  name: Localised;
  message: Named;
  /** On the organisation's clock. */
  at: string;
  state: MailingState;
  audience: string;
  /** How far it is, and the list it goes to, where the server follows mailings on their day. */
  followed: { passed: number; total: number; counts: Counts; reasons: WhyNot[]; list: { name: string; size: number } | null } | null;
}
export interface PastedList { matched: { id: string; name: string }[]; unknown: { line: number; text: string }[]; size: number }

export type Waterfall = Schemas["Fall"];
export type TestSent = Schemas["TestSent"];
export type Handed = Schemas["Handed"];
export type MessageRow = Got<"/api/messages">[number];
export type Score = Schemas["Score"];
export type Preview = Schemas["Preview"];
export type User = Got<"/api/users">[number];
export type NewUser = Schemas["NewUserShown"];
export type WriteKey = Got<"/api/keys">[number];
export type Identity = Schemas["Identity"];
export type NewKey = Schemas["NewKeyShown"];
export type KeyTrust = Schemas["KeyTrust"];
export type ConnectedDatabase = Got<"/api/databases">[number];
export type DatabaseAt = Schemas["DatabaseAt"];
export type DatabaseLooked = Schemas["DatabaseLooked"];
export type DatabaseTable = Schemas["DatabaseTable"];
export type DatabaseSample = Schemas["DatabaseSample"];
export type DatabaseShown = Schemas["DatabaseShown"];
export type DatabaseRemoved = Schemas["DatabaseRemoved"];
export type DatabaseTrouble = Schemas["DatabaseTrouble"];
export type NewDatabase = Schemas["NewDatabase"];
export type HowRead = Schemas["HowRead"];
export type ConnectedFeed = Schemas["FeedShown"];
export type FeedKind = Schemas["FeedKind"];
export type FeedForm = Schemas["FeedForm"];
export type FeedLooked = Schemas["FeedLooked"];
export type NewFeed = Schemas["NewFeed"];
