// What every screen is looked at for: accessibility, words that escaped the catalogues, its width, and complaints
// of the browser.
import assert from "node:assert/strict";
import { join } from "node:path";
import axe from "axe-core";
import { settle } from "./browser.mjs";

/** A state of a page that a walk has come to, at both widths: accessible, and as wide as its window. SHOTS names a folder for its pictures. */
export async function looksGood(page, where) {
  assert.deepEqual(await violations(page), [], where);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    assert.equal(await tooWide(page), 0, `${where}, ${width} px`);
    assert.deepEqual(await cutOff(page), [], `${where}, ${width} px`);
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${where.replaceAll(/[^\p{L}\d]+/gu, "-")}-${width}.png`), fullPage: true });
  }
}

/** Violations as lines; none is what one wants. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => window.axe.run(document, { iframes: false, resultTypes: ["violations"] }));
  return found.violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 4).map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.failureSummary.split("\n")[1]?.trim() ?? ""}`));
}

/** Pixels by which the page is wider than its window. */
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What one can press or read as a heading and reaches beyond the window, unless it may be scrolled there by itself. */
export const cutOff = (page) => page.evaluate(() => {
  const names = [];
  for (const element of document.querySelectorAll("a, button, [role=tab], input, select, h1, h2, h3, td, dd, p, .chip")) {
    if (element.closest("pre, .scroll-x, .react-flow, .visually-hidden, .skip, [aria-hidden=true]")) continue;
    const { left, right, width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    if (right > innerWidth + 1 || left < -1) names.push(`${element.tagName.toLowerCase()} ${(element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 40)}: ${Math.round(left)} to ${Math.round(right)}`);
  }
  return names;
});

/**
 * Names, product marks, code words of rules and mail headers that are the same in every language, and the label of
 * the hidden field by which a growing one is measured. What is written for a machine is marked translate="no".
 */
const SAME_EVERYWHERE = ["Anlass", "Deutsch", "English", "db.example.com", "blog.example.com", "Bearer", "React Flow attribution", "POST", "end", "autosize measurement"];

/** Keeps what the server said, so that its words are told from ours. */
export function hearing(page) {
  const said = { texts: [...SAME_EVERYWHERE], underWay: new Set() };
  page.on("response", (response) => {
    if (!response.url().includes("/api/")) return;
    const heard = response.json().then((body) => stringsOf(body, said.texts), () => undefined);
    said.underWay.add(heard);
    void heard.finally(() => said.underWay.delete(heard));
  });
  return said;
}

function stringsOf(value, into) {
  if (typeof value === "string") into.push(value, value.replace(/[-_]+/g, " "));
  else if (Array.isArray(value)) for (const item of value) stringsOf(item, into);
  else if (value && typeof value === "object") for (const [key, item] of Object.entries(value)) into.push(key) && stringsOf(item, into);
}

/** In the pseudo language every one of our words stands in ⟦ ⟧; what else has letters was written by hand. */
export async function rawWords(page, said) {
  // What is on screen may be there before its answer is read here.
  await Promise.all(said.underWay);
  const known = said.texts.join("\n").toLowerCase();
  const raw = [];
  for (const { rest, where } of await page.evaluate(texts)) {
    // Joined facts of the server (a name, a dot, a rule) are looked up piece by piece.
    const pieces = rest.split(/[\n·›,;:|()…/"„“”=]+/).map((piece) => piece.trim().toLowerCase());
    const unknown = pieces.filter((piece) => /\p{L}/u.test(piece) && !known.includes(piece));
    if (unknown.length > 0) raw.push(`<${where}> ${unknown.join(" · ")}`);
  }
  return raw;
}

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
    if (parent && !parent.closest("script, style, noscript, [translate=no]")) add(walker.currentNode.textContent, parent.tagName.toLowerCase());
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) if (element.hasAttribute(name) && !(name === "placeholder" && element.getAttribute("translate") === "no")) add(element.getAttribute(name), `${element.tagName.toLowerCase()}[${name}]`);
  }
  return found;
}
