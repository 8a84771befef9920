// Up to when opt-outs of a source were taken along in this browser; the server keeps no such mark.
const PLACE = "anlass.opt-outs";

export interface Taken { read(source: string): string; write(source: string, until: string): void }

export function takenOf(email: string, storage: Storage = localStorage): Taken {
  const place = (source: string) => `${PLACE}.${email}.${source}`;
  return {
    read: (source) => storage.getItem(place(source)) ?? "",
    write(source, until) {
      if (until === "") return storage.removeItem(place(source));
      try {
        storage.setItem(place(source), until);
      } catch {
        // It is full, or forbidden: the next list begins where this one did.
      }
    },
  };
}
