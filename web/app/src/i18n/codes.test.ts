import { expect, test } from "vitest";
import api from "../../../../crates/anlass-server/openapi.json";
import { isKey } from "./catalogue";

/** Closed lists of the server and the area of the catalogues that speaks of them. */
const AREAS: Record<string, string> = {
  ActionKind: "action_kind", Arm: "arm", Arrival: "arrival", AuditAct: "audit_act", BringerCode: "bringer", CauseCertainty: "cause_certainty",
  Channel: "channel", ChapterKind: "tour_title",
  Class: "class", ConsentActCode: "consent_act", ConsentState: "consent_state", CureCode: "cure", DataKind: "data_kind",
  DatabaseDoing: "database_doing", DatabaseKind: "database_kind", DatabaseTls: "database_tls",
  DatabaseTrouble: "database_trouble", ErasureReason: "erasure_reason", ErrorCode: "error",
  ExportFormat: "export_format", ExportWhat: "export_what", FeedKind: "feed_kind", FieldType: "schema_type", FindingCode: "finding",
  GuardrailSignal: "guardrail", HeldCode: "held", ImportPhase: "import_phase", KeyTrust: "trust",
  LeftOutCode: "left_out", LeftOutWhy: "quarantine", LikenessSign: "likeness", LooksCode: "looks",
  MeaningCode: "meaning", MoveHow: "move_how", NeedCode: "needs", NoticeKind: "notice", OptOutKind: "opt_out", OrderPlace: "place", OwnOutletWhy: "own_outlet", PointsPlace: "points_place",
  PrivacyCode: "privacy", ProblemCode: "problem", ProgrammeAim: "aim", ProofKind: "proof",
  QuarantineCode: "quarantine", QuestionCode: "question", Reason: "reason", RecipeStanding: "standing", RefusedWhy: "code_refused", RelationMethod: "relation_method",
  RestrictionGround: "restriction_ground", RetentionAbout: "retention_kind", RetentionKind: "retention_kind", Role: "role", RunFate: "run_fate",
  SaidBy: "said_by", SchemaPart: "schema_part", SourceKind: "source_kind", SphereKind: "price_sphere", Stage: "mailing_state", State: "state",
  StrikeCode: "strike", SubjectKind: "subject", UnitMeasure: "unit_measure",
  Verdict: "verdict", VersionAct: "version_act", WatermarkAsked: "watermark",
};

/** Nobody reads these: the app shows what they tell in other ways, or other programs ask for them. */
const UNREAD = ["Direction", "Fate", "FormLanguage", "Lateness"];

test("every code that the server may answer has words", () => {
  const schemas = api.components.schemas as Record<string, { enum?: string[] }>;
  const codes = Object.entries(AREAS).flatMap(([schema, area]) => (schemas[schema]?.enum ?? [`(no ${schema})`]).map((code) => `${area}.${code}`));
  expect(codes.filter((key) => !isKey(key))).toEqual([]);
});

/** Of these there only is nothing to take in a row; nothing is wrong with it. */
const NOTHING_WRONG = ["duplicate", "guest", "non_article", "bookkeeping", "without_pieces", "free", "several_pieces", "without_content", "without_use", "footer"];

test("every reason for which a row is refused has a cure, and nothing else has", () => {
  const codes = (api.components.schemas as Record<string, { enum?: string[] }>).LeftOutCode?.enum ?? [];
  expect(codes.length).toBeGreaterThan(NOTHING_WRONG.length);
  expect(codes.filter((code) => isKey(`row_cure.${code}`) === NOTHING_WRONG.includes(code))).toEqual([]);
});

test("no closed list of the server is left without an area", () => {
  const schemas = Object.entries(api.components.schemas as Record<string, { enum?: string[] }>);
  expect(schemas.filter(([name, { enum: codes }]) => codes !== undefined && !(name in AREAS) && !UNREAD.includes(name)).map(([name]) => name)).toEqual([]);
});
