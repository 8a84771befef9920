import { expect, test } from "vitest";
import { hasOwnDark, inScheme, unwatched } from "./scheme";

const MAIL = '<meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark; } @media (prefers-color-scheme: dark) { body { color: white } }</style>';

test("the switch alone decides whether a mail is shown in light or in dark", () => {
  expect(hasOwnDark(MAIL)).toBe(true);
  expect(hasOwnDark("<p>Hallo</p>")).toBe(false);
  expect(inScheme(MAIL, false)).toBe('<meta name="color-scheme" content="light"><style>:root { color-scheme: light; } @media (max-width: 0) { body { color: white } }</style>');
  expect(inScheme(MAIL, true)).toBe('<meta name="color-scheme" content="dark"><style>:root { color-scheme: dark; } @media (min-width: 0) { body { color: white } }</style>');
});

test("a mail that the house looks at tells of no opening, and keeps its other pictures", () => {
  const watched = '<p>Hallo</p><img alt="" src="https://mail.shop.example/o/abc" width="1" height="1"><img src="https://shop.example/bild.jpg">';
  expect(unwatched(watched)).toBe('<p>Hallo</p><img src="https://shop.example/bild.jpg">');
});
