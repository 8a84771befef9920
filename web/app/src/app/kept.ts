// What somebody began and has not published: kept in this browser for them alone, until it is published or thrown away.
// Where the browser keeps nothing, it stays for this visit.
const PREFIX = "anlass";
const visit = new Map<string, string>();

/** What is kept of a kind, by name: one mailing that was begun, a draft of each programme, what was said of files by their bundle. */
export interface Shelf { read(name: string): string | null; write(name: string, text: string | null): void; names(): string[] }

export function shelf(kind: "mailing" | "draft" | "files", email: string, storage: Storage = localStorage): Shelf {
  const beginning = `${PREFIX}.${kind}.${email}`;
  const place = (name: string) => (name === "" ? beginning : `${beginning}.${name}`);
  return {
    read: (name) => storage.getItem(place(name)) ?? visit.get(place(name)) ?? null,
    write(name, text) {
      visit.delete(place(name));
      if (text === null) return storage.removeItem(place(name));
      try {
        storage.setItem(place(name), text);
      } catch {
        // It is full, or forbidden.
        storage.removeItem(place(name));
        visit.set(place(name), text);
      }
    },
    names() {
      const stored = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
      const own = [...stored, ...visit.keys()].filter((key) => key.startsWith(`${beginning}.`));
      return [...new Set(own)].map((key) => key.slice(beginning.length + 1)).sort();
    },
  };
}
