import { expect, test } from "vitest";
import { isLoopback } from "./loopback";

test("an address of the machine itself is known as one", () => {
  for (const address of ["http://127.0.0.1:8080/f/newsletter", "http://localhost/f/a", "http://app.localhost:1/f/a", "http://[::1]:8080/f/a", "http://0.0.0.0:8080/f/a"]) expect(isLoopback(address), address).toBe(true);
  for (const address of ["https://mail.shop.example/f/a", "http://192.168.1.7/f/a", "https://127.0.0.1.example.org/f/a", "https://localhost.example.org/", "", "newsletter"]) expect(isLoopback(address), address).toBe(false);
});
