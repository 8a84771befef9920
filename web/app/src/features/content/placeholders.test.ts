import { expect, test } from "vitest";
import { isKey, translate } from "../../i18n/catalogue";
import { withPlaceholders } from "./placeholders";

const words = { code: (area: string, name: string) => (isKey(`${area}.${name}`) ? translate("de", `${area}.${name}` as never) : name) };

test("what is filled in per person is named as people name it", () => {
  expect(withPlaceholders(words, "Guten Tag {{ person.first_name | default(\"du\") }}!")).toBe("Guten Tag ‹Vorname›!");
  expect(withPlaceholders(words, "Wieder da: {% for product in products[:1] %}{{ product.name }}{% endfor %}")).toBe("Wieder da: ‹Artikel›");
  expect(withPlaceholders(words, "{% if person.city is defined %}Neues aus {{ person.city }}{% else %}Neues{% endif %}")).toBe("Neues aus ‹Ort›");
  expect(withPlaceholders(words, "{{ salutation }}, {{ person.shoe_size }}")).toBe("‹Anrede›, ‹shoe size›");
  expect(withPlaceholders(words, "Ohne alles")).toBe("Ohne alles");
});
