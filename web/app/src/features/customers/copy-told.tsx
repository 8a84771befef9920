// The long parts of a copy: what happened in words, what was meant to be said and what became of it, and letters.
import type { Copied } from "../../api/schema";
import { useWords } from "../../i18n/context";
import { Simulated, StateChip, useReason } from "../../ui/marks";
import { useNames } from "../names";
import { withNames, withTimes } from "./chain";
import { Part } from "./copy";

export function CopiedTimeline({ copy }: { copy: Copied }) {
  const words = useWords();
  const { t, say, code, format } = words;
  return (
    <Part title={t("customer.tab.timeline")} empty={copy.timeline.length === 0}>
      <table className="table cards">
        <thead><tr><th scope="col">{t("table.when")}</th><th scope="col">{t("copy.what")}</th><th scope="col">{t("copy.source")}</th></tr></thead>
        <tbody>
          {copy.timeline.map((entry, index) => (
            <tr key={`${entry.at} ${index}`}>
              <td className="muted nowrap">{format.dateTime(entry.at)}</td>
              <td>{withNames(withTimes(say(entry.words), format.dateTime), words)} <Simulated when={entry.simulated} /></td>
              <td className="muted">{entry.source ? code("source", entry.source) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="nothing muted small">{t("copy.facts", { count: copy.facts.length })}</p>
    </Part>
  );
}

export function CopiedDeliveries({ copy }: { copy: Copied }) {
  const { t, code, format } = useWords();
  const names = useNames();
  const reason = useReason();
  return (
    <Part title={t("copy.deliveries")} empty={copy.deliveries.length === 0}>
      <table className="table cards">
        <thead><tr><th scope="col">{t("table.message")}</th><th scope="col">{t("table.channel")}</th><th scope="col">{t("table.state")}</th><th scope="col">{t("copy.reason")}</th><th scope="col">{t("table.when")}</th></tr></thead>
        <tbody>
          {copy.deliveries.map((one) => (
            <tr key={one.id}>
              <td>{names.message(one.message)}<div className="muted small">{names.programme(one.programme)}</div></td>
              <td>{one.channel ? code("channel", one.channel) : "–"}</td>
              <td><StateChip state={one.state} /></td>
              <td>{one.reason ? reason(one.reason) : "–"}</td>
              <td className="muted nowrap">{format.dateTime(one.changed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

export function CopiedLetters({ copy }: { copy: Copied }) {
  const { t, code, format } = useWords();
  return (
    <Part title={t("copy.letters")} empty={copy.letters.length === 0}>
      <table className="table cards">
        <thead><tr><th scope="col">{t("copy.subject")}</th><th scope="col">{t("copy.to")}</th><th scope="col">{t("table.channel")}</th><th scope="col">{t("copy.direction")}</th><th scope="col">{t("table.when")}</th></tr></thead>
        <tbody>
          {copy.letters.map((letter) => (
            <tr key={letter.id}>
              <td>{letter.subject || t("content.no_subject")}{letter.written_again ? <div className="muted small">{t("copy.written_again")}</div> : null}</td>
              <td style={{ overflowWrap: "anywhere" }}>{letter.to}</td>
              <td>{code("channel", letter.channel)}</td>
              <td>{t(letter.direction === "in" ? "copy.direction.in" : "copy.direction.out")}</td>
              <td className="muted nowrap">{format.dateTime(letter.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}
