// A rule in words, piece by piece and from the catalogue. The rule's own text stays the truth and is always
// shown beside it; what has no words here keeps its own spelling. Nothing is judged.
import type { Key } from "./catalogue";

export interface Speech {
  has(key: string): key is Key;
  t(key: Key, params?: Record<string, string | number>): string;
  span(text: string): string;
  number(text: string): string;
  day(text: string): string;
}

type Token = { kind: "name" | "text" | "number" | "sign"; text: string };

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z_][\w.-]*)|(\d[\w.:-]*)|(&&|\|\||==|!=|<=|>=|[<>!()[\],=+*-]))/y;
/** By what stands at the right: a number or an amount, another fact (mostly a moment), or a text. */
const COMPARISONS: Record<string, { number: Key; name: Key; text: Key }> = {
  "==": { number: "rule.exactly", name: "rule.equal", text: "rule.equal" },
  "!=": { number: "rule.other_than", name: "rule.unequal", text: "rule.unequal" },
  "<": { number: "rule.less", name: "rule.before", text: "rule.less" },
  "<=": { number: "rule.at_most", name: "rule.not_after", text: "rule.at_most" },
  ">": { number: "rule.more", name: "rule.after", text: "rule.more" },
  ">=": { number: "rule.at_least", name: "rule.not_before", text: "rule.at_least" },
};
const WORDS: Record<string, Key> = { "&&": "rule.and", and: "rule.and", "||": "rule.or", or: "rule.or", true: "value.yes", false: "value.no" };

export function ruleWords(rule: string, speech: Speech): string {
  const tokens = tokensOf(rule);
  if (tokens === null) return rule;
  const out: string[] = [];
  for (let index = 0; index < tokens.length; ) index = say(tokens, index, out, speech);
  const text = out.join(" ").replace(/\( /g, "(").replace(/ \)/g, ")").replace(/ ([,:])/g, "$1").replace(/\s+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Says what begins at `index` and tells where to go on. */
function say(tokens: Token[], index: number, out: string[], speech: Speech): number {
  const token = tokens[index];
  if (!token) return index + 1;
  const following = tokens[index + 1]?.text;
  if (token.text === "!" || token.text === "not") {
    // "!cart.open" is said as its own fact where there are words for it.
    const fact = tokens[index + 1];
    const key = fact ? `fact.not.${fact.text}` : "";
    if (fact?.kind === "name" && tokens[index + 2]?.text !== "(" && speech.has(key)) {
      out.push(speech.t(key));
      return index + 2;
    }
    out.push(speech.t(following === "in" ? "rule.not_in" : "rule.not"));
    return index + (following === "in" ? 2 : 1);
  }
  const comparison = COMPARISONS[token.text];
  if (comparison) {
    if (following === "0" && (token.text === ">" || token.text === "==")) {
      out.push(speech.t(token.text === ">" ? "rule.any" : "rule.none"));
      return index + 2;
    }
    const right = tokens[index + 1];
    // Two lengths of time are compared like numbers, two moments like moments.
    const isLength = right?.kind === "name" && /\.(gap|inactive_after|at_risk_after)$/.test(right.text);
    out.push(speech.t(comparison[right?.kind === "number" || isLength ? "number" : right?.kind === "name" && !WORDS[right.text] ? "name" : "text"]));
    return index + 1;
  }
  const word = WORDS[token.text];
  if (word) out.push(speech.t(word));
  else if (token.text === "in") out.push(speech.t("rule.in"));
  else if (token.text === "[" || token.text === "]") return index + 1;
  else if (token.kind === "name") return sayFact(tokens, index, out, speech);
  else if (token.kind === "number") out.push(numberWords(token.text, speech));
  else if (token.kind === "text") out.push(literal(token.text, speech));
  else out.push(token.text);
  return index + 1;
}

function sayFact(tokens: Token[], index: number, out: string[], speech: Speech): number {
  const name = tokens[index]?.text ?? "";
  const text = factWords(name, speech);
  if (tokens[index + 1]?.text !== "(") {
    out.push(text);
    return index + 1;
  }
  const close = closing(tokens, index + 1);
  const said: string[] = [];
  for (let at = index + 2; at < close; at += 1) {
    const [given, equals, value] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    if (given?.text === ",") continue;
    if (given?.kind === "name" && equals?.text === "=" && value) {
      const shown = value.kind === "number" ? numberWords(value.text, speech) : literal(value.text, speech);
      const argument = `argument.${given.text}`;
      said.push(speech.has(argument) ? speech.t(argument, { value: shown }) : `${given.text}: ${shown}`);
      at += 2;
    } else if (given?.kind === "name" && value !== undefined && equals?.text === "(") {
      // A fact inside of a fact: "since(orders.last(place = …))".
      const inner: string[] = [];
      at = sayFact(tokens, at, inner, speech) - 1;
      said.push(...inner);
    } else if (given) said.push(given.kind === "text" ? literal(given.text, speech) : given.kind === "name" ? factWords(given.text, speech) : given.text);
  }
  // Whose age it is goes without saying.
  out.push(said.length > 0 && name !== "age" ? `${text} (${said.join(", ")})` : text);
  return close + 1;
}

/** A length of time, a day, or a number with the digits it has; a moment stays as it is. */
export function numberWords(text: string, speech: Pick<Speech, "span" | "number" | "day">): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return speech.day(text);
  if (/^-?\d+(\.\d+)?$/.test(text)) return speech.number(text);
  return /^\d+[a-z]/.test(text) ? speech.span(text) : text;
}

function factWords(name: string, speech: Speech): string {
  const [area = "", ...rest] = name.split(".");
  const key = `fact.${name}`;
  const field = `field.${rest.join(".")}`;
  if (speech.has(key)) return speech.t(key);
  if (area === "profile" && speech.has(field)) return speech.t(field);
  return area === "profile" || area === "traits" ? rest.join(".") : name;
}

/** Where what opens at `index` is closed. */
function closing(tokens: Token[], index: number): number {
  let depth = 0;
  for (let at = index; at < tokens.length; at += 1) {
    const text = tokens[at]?.text;
    if (text === "(") depth += 1;
    else if (text === ")" && --depth === 0) return at;
  }
  return tokens.length;
}

function literal(text: string, speech: Speech): string {
  const bare = text.startsWith('"') ? text.slice(1, -1) : text;
  for (const area of ["phase", "place", "channel", "purpose", "field"]) {
    const key = `${area}.${bare}`;
    if (speech.has(key)) return speech.t(key);
  }
  return speech.t("rule.text", { text: pathWords(bare) });
}

/** The place of an article in the catalogue, "GROCERY/COFFEE/GROUND COFFEE", by its last two levels: "Coffee › Ground coffee". */
export function pathWords(text: string): string {
  const levels = text.split("/").map((level) => level.trim());
  if (levels.length < 2 || levels.some((level) => level === "")) return text;
  return levels.slice(-2).map(calm).join(" › ");
}

/** What is written all in capitals, in small ones. */
export const calm = (text: string) => (text === text.toUpperCase() ? text.charAt(0) + text.slice(1).toLowerCase() : text);

function tokensOf(rule: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < rule.trimEnd().length) {
    const found = TOKEN.exec(rule);
    if (!found) return null;
    const [, text, name, number, sign] = found;
    if (text !== undefined) tokens.push({ kind: "text", text });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}
