import { expect, test } from "vitest";
import { hasOwnDark, inScheme } from "./scheme";

const MAIL = '<meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark; } @media (prefers-color-scheme: dark) { body { color: white } }</style>';

test("the switch alone decides whether a mail is shown in light or in dark", () => {
  expect(hasOwnDark(MAIL)).toBe(true);
  expect(hasOwnDark("<p>Hallo</p>")).toBe(false);
  expect(inScheme(MAIL, false)).toBe('<meta name="color-scheme" content="light"><style>:root { color-scheme: light; } @media (max-width: 0) { body { color: white } }</style>');
  expect(inScheme(MAIL, true)).toBe('<meta name="color-scheme" content="dark"><style>:root { color-scheme: dark; } @media (min-width: 0) { body { color: white } }</style>');
});
