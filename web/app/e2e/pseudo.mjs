// No word on screen escapes the catalogues: in the pseudo language every one of ours stands in ⟦ ⟧. What the
// server said is known from its answers; anything else with letters was written into a component by hand.
import { open, screens, settle, signedIn } from "./browser.mjs";

/** Names, product marks, code words of rules and mail headers that are the same in every language. */
const SAME_EVERYWHERE = ["Anlass", "Deutsch", "English", "React Flow attribution", "POST", "end"];

function stringsOf(value, into) {
  if (typeof value === "string") into.push(value);
  else if (Array.isArray(value)) for (const item of value) stringsOf(item, into);
  else if (value && typeof value === "object") for (const [key, item] of Object.entries(value)) into.push(key) && stringsOf(item, into);
}

/** Texts with letters outside of ⟦ ⟧, of text nodes and of what readers hear. */
function texts() {
  const found = [];
  const add = (text, where) => {
    let depth = 0;
    let rest = "";
    for (const letter of text) {
      if (letter === "⟦") depth += 1;
      else if (letter === "⟧") depth -= 1;
      else if (depth === 0) rest += letter;
    }
    if (/\p{L}/u.test(rest)) found.push({ rest, where });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.closest("script, style, noscript")) add(walker.currentNode.textContent, parent.tagName.toLowerCase());
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) if (element.hasAttribute(name)) add(element.getAttribute(name), `${element.tagName.toLowerCase()}[${name}]`);
  }
  return found;
}

const app = await open();
const page = await signedIn(app, { language: "pseudo" });
const said = [...SAME_EVERYWHERE];
page.on("response", async (response) => {
  if (response.url().includes("/api/")) stringsOf(await response.json().catch(() => null), said);
});
let wrong = 0;
for (const [name, path] of await screens(page)) {
  await page.goto(app.url + path);
  await settle(page);
  const known = said.join("\n").toLowerCase();
  for (const { rest, where } of await page.evaluate(texts)) {
    // Joined facts of the server (a name, a dot, a rule) are looked up piece by piece.
    const raw = rest.split(/[\n·,:|()…/"„“”=]+/).map((piece) => piece.trim().toLowerCase()).filter((piece) => /\p{L}/u.test(piece) && !known.includes(piece));
    if (raw.length === 0) continue;
    wrong += 1;
    console.log(`${name}: <${where}> ${JSON.stringify(raw.join(" · "))}`);
  }
}
await app.close();
console.log(wrong === 0 ? "pseudo: no raw string" : `pseudo: ${wrong} raw strings`);
process.exitCode = wrong === 0 ? 0 : 1;
