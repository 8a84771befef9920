import { expect, test } from "vitest";
import api from "../../../../crates/anlass-server/openapi.json";
import { isKey } from "./catalogue";

/** Closed lists of the server and the area of the catalogues that speaks of them. */
const AREAS: Record<string, string> = {
  Arm: "arm", AuditAct: "audit_act", BringerCode: "bringer", LeftOutCode: "left_out", LeftOutWhy: "quarantine", ChapterKind: "tour_title", Channel: "channel", Class: "class", CureCode: "cure", ErasureReason: "erasure_reason", ErrorCode: "error", FactCode: "fact", FindingCode: "finding", GuardrailSignal: "guardrail", ImportPhase: "import_phase", KeyTrust: "trust", LikenessSign: "likeness", LooksCode: "looks", MeaningCode: "meaning", NeedCode: "needs", OptOutKind: "opt_out", OrderPlace: "place", PrivacyCode: "privacy", ProblemCode: "problem",
  ProgrammeAim: "aim", ProofKind: "proof", Arrival: "arrival", QuarantineCode: "quarantine", QuestionCode: "question", Reason: "reason", Role: "role", SaidBy: "said_by", SourceKind: "source_kind", RecipeStanding: "standing", RunFate: "run_fate", Stage: "mailing_state", State: "state", SubjectKind: "subject", Verdict: "verdict", VersionAct: "version_act",
};

/** Nobody reads these: the app shows what they tell in other ways, or other programs ask for them. */
const UNREAD = ["Direction", "Fate", "Lateness"];

test("every code that the server may answer has words", () => {
  const schemas = api.components.schemas as Record<string, { enum?: string[] }>;
  const codes = Object.entries(AREAS).flatMap(([schema, area]) => (schemas[schema]?.enum ?? [`(no ${schema})`]).map((code) => `${area}.${code}`));
  expect(codes.filter((key) => !isKey(key))).toEqual([]);
});

test("no closed list of the server is left without an area", () => {
  const schemas = Object.entries(api.components.schemas as Record<string, { enum?: string[] }>);
  expect(schemas.filter(([name, { enum: codes }]) => codes !== undefined && !(name in AREAS) && !UNREAD.includes(name)).map(([name]) => name)).toEqual([]);
});
