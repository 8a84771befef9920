// The first step: what kind of feed it is, where it is and what it is called here; then a look at what it holds.
import { Button, PasswordInput, Radio, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client";
import type { ConnectedFeed, FeedKind, FeedLooked } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { isSourceName } from "../files/bundle";
import { askedOf, type Entry, FEED_KINDS, FORM_PLACES, isAddress, suggestedId } from "./entry";
import { FeedRefused } from "./told";

interface OfStep { known: ConnectedFeed | null; taken: string[]; entry: Entry; change(next: Partial<Entry>): void; found(looked: FeedLooked): void }

const EXAMPLES: Record<FeedKind, string> = {
  rss: "https://blog.example.com/feed",
  wordpress: "https://blog.example.com/wp-json/wp/v2/posts?_embed&per_page=100",
  json: "https://cms.example.com/api/posts.json",
};
const PLAIN = { autoComplete: "off", spellCheck: false, autoCapitalize: "none" } as const;

export function FeedWhere({ known, taken, entry, change, found }: OfStep) {
  const { t, code } = useWords();
  const [tried, tryIt] = useState(false);
  const [named, setNamed] = useState(known !== null || entry.id !== "");
  // Nothing is kept by a look; which tags are free shows only without those that somebody placed.
  const look = useMutation({ mutationFn: () => post<FeedLooked>("/feeds/look", { ...askedOf({ ...entry, every: "minutes", minutes: "60" }), nodes: {} }), onSuccess: found });
  const set = (next: Partial<Entry>) => {
    look.reset();
    change(next);
  };
  const wrong = {
    url: isAddress(entry.url) ? null : t("feeds.address_bad"),
    id: known === null && taken.includes(entry.id) ? t("sources.name_taken") : isSourceName(entry.id) ? null : t("files.source_name_bad"),
    title: entry.kind === "json" && entry.form.title.trim() === "" && entry.form.text.trim() === "" ? t("feeds.form_bad") : null,
  };
  const said = (field: keyof typeof wrong) => (tried ? wrong[field] : null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    tryIt(true);
    if (wrong.url === null && wrong.id === null && wrong.title === null) look.mutate();
  };
  const isKept = known !== null && known.secret && entry.url.trim() === known.url;
  return (
    <form className="stack source-form" onSubmit={send} noValidate>
      <Radio.Group label={t("feeds.kind")} value={entry.kind} onChange={(kind) => set({ kind: kind as FeedKind })}>
        <div className="radios">{FEED_KINDS.map((kind) => <Radio key={kind} value={kind} label={code("feed_kind", kind)} description={t(`feeds.kind_${kind}`)} />)}</div>
      </Radio.Group>
      <TextInput label={t("feeds.address")} description={t("feeds.address_help")} placeholder={EXAMPLES[entry.kind]} type="url" inputMode="url" value={entry.url} error={said("url")} maxLength={2000} {...PLAIN} onChange={(event) => { const url = event.currentTarget.value; set(named ? { url } : { url, id: isAddress(url) ? suggestedId(url, taken) : "" }); }} />
      {known === null ? <TextInput label={t("feeds.name")} description={t("feeds.name_help")} value={entry.id} error={said("id")} maxLength={48} {...PLAIN} onChange={(event) => { setNamed(true); set({ id: event.currentTarget.value }); }} /> : null}
      {entry.kind === "json" ? <FormPlaces entry={entry} error={said("title")} set={set} /> : null}
      <details className="mapping-text" open={known?.secret || undefined}>
        <summary>{t("feeds.locked")}</summary>
        <div className="after-summary">
          <PasswordInput label={t("feeds.authorization")} description={t(isKept ? "feeds.authorization_kept" : known?.secret ? "feeds.authorization_again" : "feeds.authorization_help")} placeholder={isKept ? t("databases.password_kept") : "Bearer …"} value={entry.authorization ?? ""} maxLength={1000} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("feeds.authorization_show") }} onChange={(event) => set({ authorization: event.currentTarget.value || null })} />
        </div>
      </details>
      {look.error ? <FeedRefused error={look.error} /> : null}
      <div className="actions">
        <Button type="submit" loading={look.isPending}>{t("databases.look")}</Button>
        <span className="muted small">{t("databases.look_help")}</span>
      </div>
    </form>
  );
}

/** Where in the JSON what stands. */
function FormPlaces({ entry: { form }, error, set }: { entry: Entry; error: string | null; set(next: Partial<Entry>): void }) {
  const { t } = useWords();
  return (
    <fieldset className="feed-form">
      <legend>{t("feeds.form")}</legend>
      <p className="muted small after" id="feed-form-help">{t("feeds.form_help")}</p>
      <div className="feed-places">
        {FORM_PLACES.map((place) => <TextInput key={place} label={t(`feeds.form_${place}`)} aria-describedby="feed-form-help" classNames={{ input: "mono" }} value={form[place]} error={place === "title" ? error : null} maxLength={200} {...PLAIN} onChange={(event) => set({ form: { ...form, [place]: event.currentTarget.value } })} />)}
      </div>
    </fieldset>
  );
}
