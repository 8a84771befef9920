import { expect, test } from "vitest";
import { type Key, translate } from "../../i18n/catalogue";
import { stopped, told } from "./causes";

const folder = `/srv/anlass/uploads/${"0123456789abcdef".repeat(2)}/files/`;
const german = (cause: string, help = "", file = "") => told((key: Key, values) => translate("de", key, values), { cause, help }, file);

test("what is known is said in the app's words, with its cure", () => {
  expect(german(`${folder}leer.csv: the file is empty: it has no header line`, "export it again", "leer.csv")).toEqual({ cause: "Die Datei hat keine Kopfzeile mit Namen der Spalten.", cure: "Schreiben Sie die Namen der Spalten in die erste Zeile.", own: false, exact: "" });
  expect(german("mapping mapping, whole document: it maps no file").cause).toBe("Aus den Spalten wird noch nichts übernommen.");
  expect(german('orders.csv has no column "Datun"; its columns are a, b').cause).toBe("In orders.csv gibt es keine Spalte „Datun“.");
  expect(german("the files are in EUR, the organisation counts in USD").cause).toBe("Die Dateien rechnen in EUR, die Organisation in USD.");
  expect(german(`cannot read ${folder}a.csv beyond row 812`).cause).toBe("Ab Zeile 812 lässt sich die Datei nicht lesen.");
});

test("what is not known is said as the server wrote it, without the folder it lies in", () => {
  expect(german(`${folder}Kunden 2026.csv: something new`, "do this", "Kunden 2026.csv")).toEqual({ cause: "something new.", cure: "do this", own: true, exact: "" });
});

test("what is wrong with a mapping that was written by hand is said with its line, and the cure parted from the cause", () => {
  expect(german('mapping mapping, line 3, column 1: unknown key "ordres"\n  help: did you mean "orders"?', "change what the cause speaks of")).toEqual({ cause: "Zeile 3, Spalte 1: „ordres“ gibt es an dieser Stelle nicht.", cure: "Meinten Sie „orders“?", own: false, exact: "" });
  expect(german('mapping mapping, line 3, column 1: the key "number" is missing\n  help: add number:').cure).toBe("Ergänzen Sie die Zeile „number:“.");
  expect(german("mapping mapping, days: the days end on 2017-01-01 before they begin\n  help: put the earlier day first")).toEqual({ cause: "the days end on 2017-01-01 before they begin.", cure: "put the earlier day first", own: true, exact: "" });
});

test("what is wrong at a place of a mapping is said in the reader's language, and the place once", () => {
  const at = (cause: string, help = "compare with mappings/*.yaml") => german(`mapping mapping, line 53, column 1: ${cause}\n  help: ${help}`);
  expect(at('"double-opt-in" is not possible here', "write one of double_opt_in, document, imported, none")).toEqual({ cause: "Zeile 53, Spalte 1: „double-opt-in“ ist hier nicht möglich.", cure: "Möglich ist hier: double_opt_in, document, imported, none.", own: false, exact: "" });
  expect(at("expected mapping start at line 53, column 1").cause).toBe("Zeile 53, Spalte 1: Hier fehlt, was dazugehört.");
  expect(at("expected sequence start at line 53, column 1").cause).toBe("Zeile 53, Spalte 1: Hier wird eine Liste erwartet.");
  expect(at('"Zwei Worte" is not a name: use 1 to 64 letters, digits and -_. only').cause).toBe("Zeile 53, Spalte 1: „Zwei Worte“ ist kein Name.");
  expect(at('"Europe/Bonn" is not a time zone: write an IANA name such as Europe/Berlin').cure).toBe("Schreiben Sie zum Beispiel Europe/Berlin.");
  expect(at("duplicate mapping key: orders, set DuplicateKeyPolicy in Options if acceptable").cause).toBe("Zeile 53, Spalte 1: „orders“ steht hier zweimal.");
  expect(at('invalid type: string "drei", expected u8').cause).toBe("Zeile 53, Spalte 1: Dieser Wert passt hier nicht.");
  // What nobody has words for is told all the same, behind them.
  expect(at("while scanning something odd at line 53, column 1")).toMatchObject({ own: false, exact: "while scanning something odd" });
});

test("between a cause and what comes behind it stands a stop", () => {
  expect(["", "So", "So.", "So?", "„So.“", "a (b)"].map(stopped)).toEqual(["", "So.", "So.", "So?", "„So.“", "a (b)."]);
});
